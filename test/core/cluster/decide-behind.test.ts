import { describe, expect, it } from 'vitest';
import { decideIssue } from '../../../core/cluster/decide-issue.ts';
import type { ClusterState, ReleaseRef } from '../../../core/cluster/state.ts';
import { accept } from '../../../core/decision.ts';
import {
  AT,
  behind,
  context,
  directiveDigest,
  drafted,
  fold,
  hash,
  proof,
  release,
  sequence,
  signed,
  stopped,
} from '../../support/issued-clusters.ts';

const RIVAL = { generation: 1, releaseDigest: hash('9') };
describe('what a node proves', () => {
  it.each([
    { name: 'less than we know', command: proof({}), behind: false },
    { name: 'our very release', command: proof({ generation: 1, releaseDigest: release.digest }), behind: false },
    { name: 'our very directive', command: proof({ sequence, directiveDigest }), behind: false },
    { name: 'the next generation', command: proof({ generation: 2, releaseDigest: hash('9') }), behind: true },
    { name: 'the next sequence', command: proof({ sequence: 2, directiveDigest: hash('9') }), behind: true },
    {
      name: 'another release of our generation',
      command: proof({ generation: 1, releaseDigest: hash('9') }),
      behind: true,
    },
    {
      name: 'another directive of our sequence',
      command: proof({ sequence, directiveDigest: hash('9') }),
      behind: true,
    },
    {
      name: 'another release beside our very directive',
      command: proof({ sequence, directiveDigest }, { generation: 1, releaseDigest: release.digest }, RIVAL),
      behind: true,
    },
    {
      name: 'another release of a generation of an older epoch',
      command: proof({ ...RIVAL, epoch: 0 }),
      behind: false,
    },
    { name: 'nothing', command: proof(), behind: false },
    { name: 'an older epoch, however high', command: proof({ epoch: 0, generation: 99, sequence: 99 }), behind: false },
    { name: 'a higher epoch', command: proof({ epoch: 2, generation: 1, sequence: 1 }), behind: true },
  ])('$name: behind $behind', ({ command, behind }) => {
    const decision = decideIssue(command, drafted);
    expect(decision.ok && decision.events.map(({ type }) => type)).toStrictEqual(behind ? ['ControlPlaneBehind'] : []);
  });

  describe('of a generation that others have followed', () => {
    const later = (count: number, from = signed): ClusterState =>
      Array.from({ length: count }, (_, index) => index + 1).reduce(
        (state, more) => fold([{ type: 'ReleaseDrafted', at: AT, release: nth(state.generation + 1, more) }], state),
        from,
      );
    const nth = (generation: number, more: number): ReleaseRef => ({
      ...release,
      generation,
      digest: more.toString().padStart(64, '0'),
    });
    it.each([
      { name: 'ours', command: proof({ generation: 1, releaseDigest: release.digest }), followers: 7, behind: false },
      { name: 'another one', command: proof(RIVAL), followers: 7, behind: true },
      { name: 'another one, of one too old to be remembered', command: proof(RIVAL), followers: 8, behind: false },
    ])('$name after $followers: behind $behind', ({ command, followers, behind }) => {
      const decision = decideIssue(command, later(followers));
      expect(decision.ok && decision.events.length).toBe(behind ? 1 : 0);
    });
    it('and once recovered it is no news, before and after the next release', () => {
      const decision = decideIssue({ type: 'RecoverCluster', rootEpoch: 1, justification: 'x', ...context }, stopped);
      const recovered = fold(decision.ok ? decision.events : [], stopped);
      expect(decideIssue(proof(RIVAL), recovered)).toStrictEqual(accept());
      expect(decideIssue(proof(RIVAL), later(1, recovered))).toStrictEqual(accept());
    });
  });

  it('is remembered once, and again only when it is more', () => {
    expect(decideIssue(proof(RIVAL), stopped)).toStrictEqual(accept());
    expect(decideIssue(proof({ generation: 7, sequence: 30 }), stopped)).toStrictEqual(accept());
    expect(decideIssue(proof({ generation: 8 }), stopped)).toStrictEqual(accept({ ...behind, provenGeneration: 8 }));
  });
});

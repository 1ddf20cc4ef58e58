import { describe, expect, it } from 'vitest';
import { decideIssue, type IssueCommand } from '../../../core/cluster/decide-issue.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import type { ClusterState } from '../../../core/cluster/state.ts';
import { accept, reject } from '../../../core/decision.ts';
import {
  AT,
  behind,
  context,
  created,
  drafted,
  fold,
  release,
  signed,
  stopped,
} from '../../support/issued-clusters.ts';

describe('recovering', () => {
  const recover = (rootEpoch: number): IssueCommand => ({
    type: 'RecoverCluster',
    rootEpoch,
    justification: 'restored a backup',
    ...context,
  });

  it('goes on above everything proven and drops what was drafted', () => {
    const decision = decideIssue(recover(1), stopped);
    const after = fold(decision.ok ? decision.events : [], stopped);
    expect(after).toMatchObject({
      signingStopped: null,
      epoch: 1,
      generation: 7,
      releases: [],
      draft: null,
      candidate: null,
      directive: { sequence: 31, epoch: 1, envelope: null },
    });
  });
  it('goes on above everything proven even if no directive is known', () => {
    const forgotten = fold([behind], created);
    const decision = decideIssue(recover(1), forgotten);
    expect(fold(decision.ok ? decision.events : [], forgotten).directive).toMatchObject({ sequence: 31 });
  });
  it('begins a new epoch when the root has one', () => {
    const decision = decideIssue(recover(2), drafted);
    expect(fold(decision.ok ? decision.events : [], drafted)).toMatchObject({
      epoch: 2,
      generation: 1,
      draft: null,
      directive: { epoch: 2, sequence: 2 },
    });
  });
  it('takes the lock from the deployment whose release is dropped', () => {
    const locked = fold([{ type: 'ClusterLocked', at: AT, deploymentId: release.deploymentId }], stopped);
    const decision = decideIssue(recover(1), locked);
    expect(decision.ok && decision.events.map(({ type }) => type)).toStrictEqual([
      'ClusterRecovered',
      'ClusterUnlocked',
      'DirectiveDrafted',
    ]);
    expect(fold(decision.ok ? decision.events : [], locked)).toMatchObject({ lock: null, draft: null, generation: 7 });
  });
  it('changes nothing without need', () => expect(decideIssue(recover(1), drafted)).toStrictEqual(accept()));
  it('needs a root of the epoch that nodes proved', () => {
    const higher = fold([{ ...behind, provenEpoch: 3 } as ClusterEvent], drafted);
    expect(decideIssue(recover(2), higher)).toStrictEqual(
      reject('trust_root_invalid', { rule: 'epoch_below_proven', provenEpoch: 3 }),
    );
    expect(decideIssue(recover(3), higher)).toMatchObject({ ok: true });
  });
  describe('when a node proved a number that leaves none after it', () => {
    const HONEST = 2 ** 52;
    const proved = (provenGeneration: number, provenSequence: number) =>
      fold([{ ...behind, provenGeneration, provenSequence } as ClusterEvent], drafted);
    const recovered = (rootEpoch: number, state: ClusterState) => {
      const decision = decideIssue(recover(rootEpoch), state);
      return fold(decision.ok ? decision.events : [], state);
    };

    it.each([
      { generation: HONEST + 1, sequence: 30 },
      { generation: 7, sequence: HONEST + 1 },
      { generation: Number.MAX_SAFE_INTEGER, sequence: Number.MAX_SAFE_INTEGER },
    ])('it does not go on in the same epoch: $generation, $sequence', ({ generation, sequence }) => {
      expect(decideIssue(recover(1), proved(generation, sequence))).toStrictEqual(
        reject('trust_root_invalid', { rule: 'numbers_used_up', provenEpoch: 1 }),
      );
    });
    it('goes on above the last honest one', () => {
      expect(recovered(1, proved(HONEST, HONEST))).toMatchObject({
        generation: HONEST,
        directive: { sequence: HONEST + 1 },
      });
    });
    it('leaves them behind in a new epoch, and counts on from its own', () => {
      const renewed = recovered(2, proved(Number.MAX_SAFE_INTEGER, HONEST + 1));
      expect(renewed).toMatchObject({ epoch: 2, generation: 1, directive: { epoch: 2, sequence: 2 } });
    });
    it('goes on above honest ones in a new epoch too: no release is to be taken for another', () => {
      expect(recovered(2, proved(HONEST, 30))).toMatchObject({ generation: HONEST, directive: { sequence: 31 } });
    });
    it('leaves a number of its own behind that somebody wrote there', () => {
      const spoiled = { ...signed, generation: Number.MAX_SAFE_INTEGER };
      expect(recovered(2, spoiled)).toMatchObject({ generation: 1 });
    });
  });
  it('names no release of an older epoch in the next directive', () => {
    const completed = fold([{ type: 'ReleaseCompleted', at: AT, deploymentId: release.deploymentId }], signed);
    const decision = decideIssue(recover(2), completed);
    const payload = fold(decision.ok ? decision.events : [], completed).directive?.payload ?? '';
    expect(JSON.parse(Buffer.from(payload, 'base64').toString())).toMatchObject({
      subject: [],
      predicate: { epoch: 2, sequence: 2 },
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideIssue, type IssueCommand } from '../../../core/cluster/decide-issue.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import type { ClusterState } from '../../../core/cluster/state.ts';
import { accept, reject } from '../../../core/decision.ts';
import { draftDirective } from '../../../core/directive/payload.ts';
import {
  AT,
  behind,
  context,
  created,
  directiveDigest,
  drafted,
  envelope,
  fold,
  HALF,
  hash,
  proof,
  release,
  sequence,
  signed,
  stopped,
  withDirective,
} from '../../support/issued-clusters.ts';

const keepRelease: IssueCommand = { type: 'KeepRelease', at: AT, digest: release.digest, envelopeSha256: hash('e') };
const keepDirective: IssueCommand = { type: 'KeepDirective', at: AT, digest: directiveDigest, envelope };

describe('keeping an envelope', () => {
  it.each([
    {
      name: 'the first of a release',
      command: keepRelease,
      state: drafted,
      expected: accept({ type: 'ReleaseSigned', at: AT, digest: release.digest, envelopeSha256: hash('e') }),
    },
    { name: 'a second of a release', command: keepRelease, state: signed, expected: accept() },
    {
      name: 'one of another release',
      command: { ...keepRelease, digest: hash('f') },
      state: drafted,
      expected: accept(),
    },
    {
      name: 'the first of a directive',
      command: keepDirective,
      state: drafted,
      expected: accept({ type: 'DirectiveSigned', at: AT, sequence, envelope }),
    },
    { name: 'a second of a directive', command: keepDirective, state: signed, expected: accept() },
    {
      name: 'one of a directive that was replaced',
      command: keepDirective,
      state: withDirective(drafted),
      expected: accept(),
    },
    {
      name: 'a release while signing is stopped',
      command: keepRelease,
      state: stopped,
      expected: reject('cluster_signing_stopped', { since: AT }),
    },
    {
      name: 'a directive while signing is stopped',
      command: keepDirective,
      state: stopped,
      expected: reject('cluster_signing_stopped', { since: AT }),
    },
    { name: 'one for no cluster', command: keepRelease, state: CLUSTER.initial, expected: reject('cluster_unknown') },
  ] as const)('$name', ({ command, state, expected }) => expect(decideIssue(command, state)).toStrictEqual(expected));
});

it('the fold keeps the first envelope, even if a second one was stored', () => {
  const other = { ...envelope, signatures: [{ keyid: 'k', sig: 'b3RoZXI=' }] };
  const again = fold(
    [
      { type: 'ReleaseSigned', at: AT, digest: release.digest, envelopeSha256: hash('e') },
      { type: 'DirectiveSigned', at: AT, sequence, envelope: other },
    ],
    signed,
  );
  expect(again).toStrictEqual(signed);
});

describe('renewing', () => {
  const renew = (at: string, outOfForce: number | null = null): IssueCommand => ({
    type: 'RenewDirective',
    outOfForce,
    ...context,
    at,
  });
  const types = (command: IssueCommand, state: ClusterState) => {
    const decision = decideIssue(command, state);
    return decision.ok ? decision.events.map(({ type }) => type) : decision.code;
  };
  it.each([
    {
      name: 'not a millisecond before half of its life',
      command: renew('2026-11-22T21:29:59.999Z'),
      state: signed,
      expected: [],
    },
    { name: 'at half of its life', command: renew(HALF), state: signed, expected: ['DirectiveDrafted'] },
    { name: 'early, when it is said', command: renew(AT, sequence), state: signed, expected: ['DirectiveDrafted'] },
    { name: 'not early for the sake of an older one', command: renew(AT, sequence - 1), state: signed, expected: [] },
    { name: 'when there never was one', command: renew(AT), state: created, expected: ['DirectiveDrafted'] },
    {
      name: 'never while signing is stopped',
      command: renew(HALF),
      state: stopped,
      expected: 'cluster_signing_stopped',
    },
  ])('$name', ({ command, state, expected }) => expect(types(command, state)).toStrictEqual(expected));

  it('gives the next sequence and a whole life', () => {
    const decision = decideIssue(renew(HALF), signed);
    expect(decision.ok && decision.events[0]).toMatchObject({
      directive: { sequence: 2, epoch: 1, issuedAt: HALF, expiresAt: '2026-11-23T21:30:00.000Z' },
    });
  });
});

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

/** Any history of drafts, signatures, renewals, proofs and recoveries. */
const anyCommands = fc.array(
  fc.oneof(
    fc.constant('draft' as const),
    fc.constant('keep' as const),
    fc.constant('renew' as const),
    fc.record({ generation: fc.nat(12), sequence: fc.nat(40), epoch: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ rootEpoch: fc.integer({ min: 1, max: 3 }) }),
  ),
  { minLength: 4, maxLength: 30 },
);

it('no generation and no sequence ever stands for two contents, whatever happens', () => {
  let draftsSeen = 0;
  fc.assert(
    fc.property(anyCommands, (commands) => {
      const contents = new Map<string, string>();
      const remember = (event: ClusterEvent): void => {
        if (event.type === 'ReleaseDrafted')
          once(contents, `g${event.release.epoch}/${event.release.generation}`, event.release.digest);
        if (event.type === 'DirectiveDrafted')
          once(contents, `s${event.directive.epoch}/${event.directive.sequence}`, event.directive.digest);
      };
      let state = created;
      commands.forEach((command, at) => {
        const events = step(state, command, at);
        events.forEach(remember);
        state = fold(events, state);
      });
      draftsSeen += contents.size;
    }),
  );
  expect(draftsSeen).toBeGreaterThan(100);
});

function once(contents: Map<string, string>, key: string, digest: string): void {
  expect(contents.get(key) ?? digest).toBe(digest);
  contents.set(key, digest);
}

type Step =
  | 'draft'
  | 'keep'
  | 'renew'
  | { generation: number; sequence: number; epoch: number }
  | { rootEpoch: number };
function step(state: ClusterState, command: Step, at: number): readonly ClusterEvent[] {
  const eventsOf = (issue: IssueCommand) => {
    const decision = decideIssue(issue, state);
    return decision.ok ? decision.events : [];
  };
  if (command === 'draft') {
    const next = {
      ...release,
      epoch: state.epoch,
      generation: state.generation + 1,
      digest: at.toString(16).padStart(64, '0'),
    };
    const events: ClusterEvent[] = state.signingStopped ? [] : [{ type: 'ReleaseDrafted', at: AT, release: next }];
    return events.length === 0
      ? events
      : [...events, { type: 'DirectiveDrafted', at: AT, directive: draftDirective(fold(events, state), context) }];
  }
  if (command === 'keep')
    return eventsOf({ type: 'KeepDirective', at: AT, digest: state.directive?.digest ?? '', envelope });
  if (command === 'renew')
    return eventsOf({ type: 'RenewDirective', outOfForce: state.directive?.sequence ?? null, ...context });
  if ('rootEpoch' in command) return eventsOf({ type: 'RecoverCluster', justification: 'x', ...command, ...context });
  return eventsOf(proof(command));
}

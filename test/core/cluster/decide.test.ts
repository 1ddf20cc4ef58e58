import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideCandidate } from '../../../core/cluster/decide-candidate.ts';
import { decideCreate } from '../../../core/cluster/decide-create.ts';
import { decideLock } from '../../../core/cluster/decide-lock.ts';
import { decidePin } from '../../../core/cluster/decide-pin.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { snapshotStatuses } from '../../../core/cluster/snapshot-status.ts';
import type { ClusterState, ReleaseRef } from '../../../core/cluster/state.ts';
import { accept, reject } from '../../../core/decision.ts';
import { STREAM_LIMITS } from '../../../core/stream.ts';
import { at, DEPLOYMENT_ID as ONE, OTHER_ID as TWO } from '../../support/deployment-states.ts';

const NOW = at(0);
const content = (letter: string) => letter.repeat(64);
const release = (generation: number, deploymentId = ONE): ReleaseRef => ({
  epoch: 1,
  generation,
  digest: String(generation).padStart(64, '0'),
  envelopeSha256: null,
  snapshot: { name: `rates-${generation}`, revision: 1, digest: String(generation).padStart(64, 'a') },
  contentDigest: String(generation).padStart(64, 'c'),
  deploymentId,
});
const phase = { phase: 1, mode: 'activate', nodes: 1, cutoff: '8'.repeat(16), soakSeconds: 0 } as const;
const created: ClusterEvent = {
  type: 'ClusterCreated',
  at: NOW,
  name: 'payments.development',
  riskFloor: 'Low',
  directiveLifetimeSeconds: 86_400,
  epoch: 1,
};
const stateOf = (...events: readonly ClusterEvent[]): ClusterState => events.reduce(CLUSTER.evolve, CLUSTER.initial);
const locked: ClusterEvent = { type: 'ClusterLocked', at: NOW, deploymentId: ONE };
const drafted: ClusterEvent = { type: 'ReleaseDrafted', at: NOW, release: release(1) };
const signedRelease = (generation: number): ClusterEvent => ({
  type: 'ReleaseSigned',
  at: NOW,
  digest: release(generation).digest,
  envelopeSha256: content('e'),
});
const set = (mode: 'activate' | 'preload'): ClusterEvent => ({
  type: 'CandidateSet',
  at: NOW,
  candidate: { generation: 1, digest: release(1).digest, deploymentId: ONE, cutoff: phase.cutoff, mode },
  keep: [],
});
const completed: ClusterEvent = { type: 'ReleaseCompleted', at: NOW, deploymentId: ONE };
const pinned: ClusterEvent = { type: 'ContentPinned', at: NOW, release: release(1), deploymentId: ONE };
const behind: ClusterEvent = {
  type: 'ControlPlaneBehind',
  at: NOW,
  node: 'n',
  provenEpoch: 1,
  provenGeneration: 9,
  provenSequence: 9,
};
const lock = { type: 'Lock', at: NOW, deploymentId: ONE, contentDigest: content('c') } as const;

describe('the lock', () => {
  it.each([
    { name: 'is taken once', command: lock, state: stateOf(created), answer: accept(locked) },
    { name: 'is held already', command: lock, state: stateOf(created, locked), answer: accept() },
    {
      name: 'keeps others out and names the holder',
      command: { ...lock, deploymentId: TWO },
      state: stateOf(created, locked),
      answer: reject('cluster_locked', { cluster: 'payments.development', deploymentId: ONE }),
    },
    {
      name: 'is not given for pinned content',
      command: { ...lock, contentDigest: release(1).contentDigest },
      state: stateOf(created, pinned),
      answer: reject('content_pinned', { contentDigest: release(1).contentDigest, deploymentId: ONE, at: NOW }),
    },
    {
      name: 'is not given while nodes are ahead',
      command: lock,
      state: stateOf(created, behind),
      answer: reject('cluster_signing_stopped', { cluster: 'payments.development' }),
    },
    { name: 'needs a cluster', command: lock, state: stateOf(), answer: reject('cluster_unknown') },
    {
      name: 'is passed on by its holder',
      command: { type: 'PassLock', at: NOW, from: ONE, to: TWO, contentDigest: content('c') } as const,
      state: stateOf(created, locked),
      answer: accept({ type: 'LockPassed', at: NOW, from: ONE, to: TWO }),
    },
    {
      name: 'is not passed on by others',
      command: { type: 'PassLock', at: NOW, from: TWO, to: TWO, contentDigest: content('c') } as const,
      state: stateOf(created, locked),
      answer: reject('cluster_locked', { cluster: 'payments.development', deploymentId: ONE }),
    },
    {
      name: 'is given back',
      command: { type: 'Unlock', at: NOW, deploymentId: ONE } as const,
      state: stateOf(created, locked),
      answer: accept({ type: 'ClusterUnlocked', at: NOW, deploymentId: ONE }),
    },
    {
      name: 'is not given back for others',
      command: { type: 'Unlock', at: NOW, deploymentId: TWO } as const,
      state: stateOf(created, locked),
      answer: accept(),
    },
  ])('$name', ({ command, state, answer }) => expect(decideLock(command, state)).toStrictEqual(answer));
});

describe('a candidate', () => {
  const draft = (generation: number, deploymentId = ONE) =>
    ({ type: 'DraftRelease', at: NOW, release: release(generation, deploymentId) }) as const;
  const setting = {
    type: 'SetCandidate',
    at: NOW,
    deploymentId: ONE,
    phase,
    selector: null,
    keepStable: false,
  } as const;
  const withdraw = { type: 'WithdrawCandidate', at: NOW, deploymentId: ONE } as const;
  const withdrawn: ClusterEvent = { type: 'CandidateWithdrawn', at: NOW, deploymentId: ONE };
  const second = [
    created,
    locked,
    drafted,
    set('activate'),
    completed,
    locked,
    { type: 'ReleaseDrafted', at: NOW, release: release(2) } as const,
  ];
  it.each([
    { name: 'gets the next generation', command: draft(1), state: stateOf(created, locked), answer: accept(drafted) },
    {
      name: 'never skips one',
      command: draft(2),
      state: stateOf(created, locked),
      answer: reject('precondition_failed', { generation: 1 }),
    },
    { name: 'is drafted once', command: draft(2), state: stateOf(created, locked, drafted), answer: accept() },
    {
      name: 'belongs to who holds the lock',
      command: draft(1, TWO),
      state: stateOf(created, locked),
      answer: reject('cluster_locked', { cluster: 'payments.development', deploymentId: ONE }),
    },
    {
      name: 'is set with its cutoff',
      command: setting,
      state: stateOf(created, locked, drafted, signedRelease(1)),
      answer: accept(set('activate')),
    },
    {
      name: 'is not set before it is signed',
      command: setting,
      state: stateOf(created, locked, drafted),
      answer: reject('precondition_failed', { reason: 'release_not_signed' }),
    },
    {
      name: 'is not set before it is drafted',
      command: setting,
      state: stateOf(created, locked),
      answer: reject('precondition_failed', { reason: 'release_not_drafted' }),
    },
    {
      name: 'is not set while nodes are ahead',
      command: setting,
      state: stateOf(created, locked, drafted, behind),
      answer: reject('cluster_signing_stopped', { cluster: 'payments.development' }),
    },
    {
      name: 'is withdrawn while it is only preloaded',
      command: withdraw,
      state: stateOf(...second, set('preload')),
      answer: accept(withdrawn),
    },
    {
      name: 'is not withdrawn once nodes were told to switch',
      command: withdraw,
      state: stateOf(...second, set('activate')),
      answer: reject('nothing_to_go_back_to', { reason: 'candidate_activated' }),
    },
    {
      name: 'is abandoned even then, when nothing can be brought back',
      command: { ...withdraw, abandon: true } as const,
      state: stateOf(...second, set('activate')),
      answer: accept(withdrawn),
    },
    {
      name: 'is withdrawn when there is no stable release',
      command: withdraw,
      state: stateOf(created, locked, drafted, set('activate')),
      answer: accept(withdrawn),
    },
    { name: 'is withdrawn once', command: withdraw, state: stateOf(created, locked, drafted), answer: accept() },
    {
      name: 'becomes stable',
      command: { type: 'CompleteRelease', at: NOW, deploymentId: ONE } as const,
      state: stateOf(created, locked, drafted, set('activate')),
      answer: accept(completed),
    },
  ])('$name', ({ command, state, answer }) => expect(decideCandidate(command, state)).toStrictEqual(answer));

  it('keeps the stable release resident beside it', () => {
    const decision = decideCandidate({ ...setting, keepStable: true }, stateOf(...second, signedRelease(2)));
    expect(decision.ok && decision.events.map((event) => event.type === 'CandidateSet' && event.keep)).toStrictEqual([
      [release(1)],
    ]);
  });
});

describe('snapshots of a cluster', () => {
  it('are Staged, then Active, then Rollback; one is Active at a time', () => {
    const first = stateOf(created, locked, drafted);
    expect(snapshotStatuses(first).map(({ status }) => status)).toStrictEqual(['Staged']);
    const active = stateOf(created, locked, drafted, completed);
    expect(snapshotStatuses(active).map(({ snapshot, status }) => [snapshot.name, status])).toStrictEqual([
      ['rates-1', 'Active'],
    ]);
    const next = [locked, { type: 'ReleaseDrafted', at: NOW, release: release(2) }, completed] as const;
    expect(
      snapshotStatuses(next.reduce(CLUSTER.evolve, active)).map(({ snapshot, status }) => [snapshot.name, status]),
    ).toStrictEqual([
      ['rates-2', 'Active'],
      ['rates-1', 'Rollback'],
    ]);
  });
});

describe('pins', () => {
  it('are set once, lifted with a reason, and not lifted when they are not there', () => {
    const pin = { type: 'PinContent', at: NOW, release: release(1), deploymentId: ONE } as const;
    const lift = {
      type: 'LiftPin',
      at: NOW,
      contentDigest: release(1).contentDigest,
      justification: 'found the cause',
    } as const;
    expect(decidePin(pin, stateOf(created))).toStrictEqual(accept(pinned));
    expect(decidePin(pin, stateOf(created, pinned))).toStrictEqual(accept());
    expect(decidePin(lift, stateOf(created, pinned))).toStrictEqual(accept({ ...lift, type: 'PinLifted' }));
    expect(decidePin(lift, stateOf(created))).toStrictEqual(
      reject('not_found', { contentDigest: release(1).contentDigest }),
    );
  });
});

describe('laws', () => {
  it('a cluster is created once', () => {
    const command = { at: NOW, name: 'payments.development', directiveLifetimeSeconds: 86_400, epoch: 1 };
    expect(decideCreate(command, stateOf())).toStrictEqual(accept(created));
    expect(decideCreate(command, stateOf(created))).toStrictEqual(accept());
  });

  it('generations only grow, whatever becomes of each release', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('complete', 'withdraw', 'roll back'), { minLength: 1, maxLength: 12 }),
        (fates) => {
          let state = stateOf(created);
          let highest = 0;
          const obey = (decision: ReturnType<typeof decideCandidate>) => {
            if (!decision.ok) throw new Error(decision.code);
            state = decision.events.reduce(CLUSTER.evolve, state);
          };
          for (const fate of fates) {
            obey(decideLock({ ...lock, deploymentId: ONE }, state));
            obey(decideCandidate({ type: 'DraftRelease', at: NOW, release: release(state.generation + 1) }, state));
            state = CLUSTER.evolve(state, signedRelease(state.generation));
            obey(
              decideCandidate(
                {
                  type: 'SetCandidate',
                  at: NOW,
                  deploymentId: ONE,
                  phase: { ...phase, mode: fate === 'withdraw' ? 'preload' : 'activate' },
                  selector: null,
                  keepStable: false,
                },
                state,
              ),
            );
            expect(state.generation).toBe(highest + 1);
            highest = state.generation;
            if (fate === 'roll back') {
              obey(decideLock({ type: 'PassLock', at: NOW, from: ONE, to: TWO, contentDigest: content('b') }, state));
              obey(
                decideCandidate({ type: 'DraftRelease', at: NOW, release: release(state.generation + 1, TWO) }, state),
              );
              highest = state.generation;
            }
            const owner = fate === 'roll back' ? TWO : ONE;
            if (fate === 'withdraw') {
              obey(decideCandidate({ type: 'WithdrawCandidate', at: NOW, deploymentId: owner }, state));
              obey(decideLock({ type: 'Unlock', at: NOW, deploymentId: owner }, state));
            } else obey(decideCandidate({ type: 'CompleteRelease', at: NOW, deploymentId: owner }, state));
          }
          expect(state.lock).toBeNull();
        },
      ),
    ));

  it('the head stays below its limit after any number of releases and pins', () => {
    let state = stateOf(created);
    for (let generation = 1; generation <= 50; generation++) {
      const ref = {
        ...release(generation),
        snapshot: { name: 's'.repeat(64), revision: generation, digest: String(generation).padStart(64, 'a') },
        envelopeSha256: 'e'.repeat(64),
      };
      const events: ClusterEvent[] = [
        locked,
        { type: 'ReleaseDrafted', at: NOW, release: ref },
        {
          type: 'CandidateSet',
          at: NOW,
          candidate: {
            generation,
            digest: ref.digest,
            deploymentId: ONE,
            cutoff: 'f'.repeat(16),
            mode: 'activate',
            selector: { matchLabels: { ['k'.repeat(60)]: 'v'.repeat(60) } },
          },
          keep: [ref],
        },
        { type: 'ContentPinned', at: NOW, release: ref, deploymentId: ONE },
      ];
      state = [...events, ...(generation < 50 ? [completed] : [])].reduce(CLUSTER.evolve, state);
    }
    const envelope = {
      payloadType: 'application/vnd.in-toto+json',
      payload: 'p'.repeat(2400),
      signatures: [{ keyid: 'k'.repeat(50), sig: 's'.repeat(96) }],
    };
    const directive = {
      epoch: 1,
      sequence: 999,
      payload: '',
      digest: 'd'.repeat(64),
      issuedAt: NOW,
      expiresAt: NOW,
      envelope,
    };
    const head = JSON.stringify({ ...state, directive, served: directive });
    expect(Buffer.byteLength(head)).toBeLessThan(STREAM_LIMITS.headBytes);
  });
});

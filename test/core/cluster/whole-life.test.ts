import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideCandidate } from '../../../core/cluster/decide-candidate.ts';
import { decideCreate } from '../../../core/cluster/decide-create.ts';
import { decideLock } from '../../../core/cluster/decide-lock.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { accept } from '../../../core/decision.ts';
import { STREAM_LIMITS } from '../../../core/stream.ts';
import { DEPLOYMENT_ID as ONE, OTHER_ID as TWO } from '../../support/deployment-states.ts';
import { AT, created, hash } from '../../support/issued-clusters.ts';
import { completed, draft, lock, locked, phase, release, setting, signedRelease } from './successive-releases.ts';

/* What holds over the whole life of a cluster. */

describe('laws', () => {
  it('a cluster is created once', () => {
    const command = { at: AT, name: 'payment-service.production', directiveLifetimeSeconds: 86_400, epoch: 1 };
    expect(decideCreate(command, CLUSTER.initial)).toStrictEqual(
      accept({ ...command, type: 'ClusterCreated', riskFloor: 'Low' }),
    );
    expect(decideCreate(command, created)).toStrictEqual(accept());
  });

  it('generations only grow, whatever becomes of each release', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('complete', 'withdraw', 'roll back'), { minLength: 1, maxLength: 12 }),
        (fates) => {
          let state = created;
          let highest = 0;
          const obey = (decision: ReturnType<typeof decideCandidate>) => {
            if (!decision.ok) throw new Error(decision.code);
            state = decision.events.reduce(CLUSTER.evolve, state);
          };
          for (const fate of fates) {
            obey(decideLock(lock, state));
            obey(decideCandidate(draft(state.generation + 1), state));
            state = CLUSTER.evolve(state, signedRelease(state.generation));
            const mode = fate === 'withdraw' ? 'preload' : 'activate';
            obey(decideCandidate({ ...setting, phase: { ...phase, mode } }, state));
            expect(state.generation).toBe(highest + 1);
            highest = state.generation;
            if (fate === 'roll back') {
              obey(decideLock({ type: 'PassLock', at: AT, from: ONE, to: TWO, contentDigest: hash('b') }, state));
              obey(decideCandidate(draft(state.generation + 1, TWO), state));
              highest = state.generation;
            }
            const owner = fate === 'roll back' ? TWO : ONE;
            if (fate === 'withdraw') {
              obey(decideCandidate({ type: 'WithdrawCandidate', at: AT, deploymentId: owner }, state));
              obey(decideLock({ type: 'Unlock', at: AT, deploymentId: owner }, state));
            } else obey(decideCandidate({ type: 'CompleteRelease', at: AT, deploymentId: owner }, state));
          }
          expect(state.lock).toBeNull();
        },
      ),
    ));

  it('the head stays below its limit after any number of releases and pins', () => {
    let state = created;
    for (let generation = 1; generation <= 50; generation++) {
      const ref = {
        ...release(generation),
        snapshot: { name: 's'.repeat(64), revision: generation, digest: String(generation).padStart(64, 'a') },
        envelopeSha256: 'e'.repeat(64),
      };
      const events: ClusterEvent[] = [
        locked,
        { type: 'ReleaseDrafted', at: AT, release: ref },
        {
          type: 'CandidateSet',
          at: AT,
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
        { type: 'ContentPinned', at: AT, release: ref, deploymentId: ONE },
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
      issuedAt: AT,
      expiresAt: AT,
      envelope,
    };
    const head = JSON.stringify({ ...state, directive, served: directive });
    expect(Buffer.byteLength(head)).toBeLessThan(STREAM_LIMITS.headBytes);
  });
});

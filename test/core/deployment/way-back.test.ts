import { describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../../core/cluster/state.ts';
import { done, reject } from '../../../core/decision.ts';
import { wayBack } from '../../../core/deployment/way-back.ts';
import { at, DEPLOYMENT_ID, inPhase, OTHER_ID } from '../../support/deployment-states.ts';

describe('the way back', () => {
  const ref = (generation: number, deploymentId = OTHER_ID): ReleaseRef => ({
    epoch: 1,
    generation,
    digest: `${generation}`.repeat(64),
    envelopeSha256: null,
    snapshot: { name: `rates-${generation}`, revision: 1, digest: `${generation}`.repeat(64) },
    contentDigest: `${generation}`.repeat(64),
    deploymentId,
  });
  const target = (generation: number) => ({
    snapshot: ref(generation).snapshot,
    contentDigest: ref(generation).contentDigest,
  });
  const activation = (generation: number) => ({ ...target(generation), generation, at: at(0) });
  const cluster = (some: Partial<ClusterState> = {}): ClusterState => ({
    ...CLUSTER.initial,
    name: 'payments.development',
    exists: true,
    stable: ref(1),
    draft: ref(2, DEPLOYMENT_ID),
    lock: DEPLOYMENT_ID,
    candidateActivated: true,
    activations: [activation(1)],
    ...some,
  });
  const running = inPhase();
  const completed = { ...running, status: 'completed' } as const;
  const after = cluster({
    stable: ref(2, DEPLOYMENT_ID),
    draft: null,
    lock: null,
    activations: [activation(2), activation(1)],
  });
  it.each([
    {
      name: 'is to withdraw while nobody was told to switch',
      deployment: running,
      state: cluster({ candidateActivated: false }),
      explicit: null,
      answer: done({ type: 'withdraw' }),
    },
    {
      name: 'is the stable content at a higher generation',
      deployment: running,
      state: cluster(),
      explicit: null,
      answer: done({ type: 'redeploy', target: target(1), bad: ref(2, DEPLOYMENT_ID) }),
    },
    {
      name: 'is nowhere without a stable release',
      deployment: running,
      state: cluster({ stable: null }),
      explicit: null,
      answer: done({
        type: 'halt',
        reason: { code: 'nothing_to_go_back_to', detail: 'no release was ever completed on this cluster' },
      }),
    },
    {
      name: 'can be further than that',
      deployment: running,
      state: cluster({ candidateActivated: false }),
      explicit: target(7),
      answer: done({ type: 'redeploy', target: target(7), bad: ref(2, DEPLOYMENT_ID) }),
    },
    {
      name: 'does not lead to where it is',
      deployment: running,
      state: cluster(),
      explicit: target(2),
      answer: reject('nothing_to_go_back_to', { cluster: 'payments.development', reason: 'already_there' }),
    },
    {
      name: 'of a rollback needs a target',
      deployment: { ...running, rollbackOf: OTHER_ID },
      state: cluster(),
      explicit: null,
      answer: reject('deployment_not_running', { status: 'running', reason: 'is_a_rollback' }),
    },
    {
      name: 'of a completed one is what was active before',
      deployment: completed,
      state: after,
      explicit: null,
      answer: done({ type: 'redeploy', target: target(1), bad: ref(2, DEPLOYMENT_ID) }),
    },
    {
      name: 'of the first one does not exist',
      deployment: completed,
      state: { ...after, activations: [activation(2)] },
      explicit: null,
      answer: reject('nothing_to_go_back_to', { cluster: 'payments.development' }),
    },
    {
      name: 'passes over what has the same content, and what came later',
      deployment: completed,
      state: {
        ...after,
        activations: [
          activation(3),
          activation(2),
          { ...activation(1), contentDigest: target(2).contentDigest },
        ].concat({ ...activation(1), generation: 0 }),
      },
      explicit: null,
      answer: done({ type: 'redeploy', target: target(1), bad: ref(2, DEPLOYMENT_ID) }),
    },
    {
      name: 'of one that lost its lock does not exist',
      deployment: running,
      state: cluster({ lock: OTHER_ID }),
      explicit: null,
      answer: reject('deployment_not_running', { status: 'running', reason: 'not_holding_the_lock' }),
    },
    {
      name: 'is to withdraw when the target is what is stable, and nobody was told to switch',
      deployment: running,
      state: cluster({ candidateActivated: false }),
      explicit: target(1),
      answer: done({ type: 'withdraw' }),
    },
    {
      name: 'of one that is no longer the latest does not exist',
      deployment: completed,
      state: { ...after, stable: ref(3) },
      explicit: null,
      answer: reject('deployment_not_running', { status: 'completed', reason: 'not_the_latest' }),
    },
    {
      name: 'waits for a deployment that runs',
      deployment: completed,
      state: { ...after, lock: OTHER_ID },
      explicit: null,
      answer: reject('cluster_locked', { cluster: 'payments.development', deploymentId: OTHER_ID }),
    },
    {
      name: 'is gone once it was closed',
      deployment: { ...running, status: 'stopped' } as const,
      state: cluster(),
      explicit: null,
      answer: reject('deployment_not_running', { status: 'stopped', reason: 'closed' }),
    },
  ])('$name', ({ deployment, state, explicit, answer }) =>
    expect(wayBack(deployment, state, explicit)).toStrictEqual(answer),
  );
});

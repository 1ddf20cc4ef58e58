import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { done } from '../../../core/decision.ts';
import type { World } from '../../../usecases/ports.ts';
import { releasableSnapshot } from '../../../usecases/snapshot/releasable.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { START } from '../../support/virtual-clock.ts';

export const CLUSTER_NAME = 'eu.staging';
/** The part of a snapshot that aims at it. */
export const clusters = { clusters: [CLUSTER_NAME] };

/** What would be released there, or why nothing would. */
export const releasable = (world: World, name: string, more = {}) =>
  releasableSnapshot(world, { name, cluster: CLUSTER_NAME, at: START, ...more });

/** Makes a snapshot Active on the cluster, as a deployment that completed would. */
export async function activate(world: World, name: string, floor: 'Low' | 'High' = 'Low') {
  const { ref, contentDigest } = good(await releasable(world, name));
  const deploymentId = world.ids.uuid();
  const release = {
    epoch: 1,
    generation: 1,
    digest: ref.digest,
    envelopeSha256: null,
    snapshot: ref,
    contentDigest,
    deploymentId,
  };
  const events: ClusterEvent[] = [
    { type: 'ClusterCreated', at: START, name: CLUSTER_NAME, riskFloor: floor, directiveLifetimeSeconds: 60, epoch: 1 },
    { type: 'ReleaseDrafted', at: START, release },
    { type: 'ReleaseCompleted', at: START, deploymentId },
  ];
  await transact(world, callAs('Operator'), async (tx) => {
    await tx.load(CLUSTER, CLUSTER_NAME);
    tx.append(CLUSTER, CLUSTER_NAME, events);
    return done(null);
  });
}

import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done } from '../../core/decision.ts';
import type { World } from '../../usecases/ports.ts';
import { transact } from '../../usecases/transact.ts';
import { callAs } from './call.ts';
import { CLUSTER_NAME, DEPLOYMENT_ID } from './draft-release.ts';

/** As a deployment does when it begins: from now on the cluster's nodes come at their fast cadence. */
export async function lockCluster(world: World): Promise<void> {
  const at = new Date(world.clock.now()).toISOString();
  const locked = await transact(world, callAs('Operator', { at }), async (tx) => {
    await tx.load(CLUSTER, CLUSTER_NAME);
    tx.append(CLUSTER, CLUSTER_NAME, [{ type: 'ClusterLocked', at, deploymentId: DEPLOYMENT_ID }]);
    return done(null);
  });
  if (!locked.ok) throw new Error(locked.code);
}

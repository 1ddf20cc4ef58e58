import { CLUSTER } from '../../core/cluster/evolve.ts';
import { type Outcome, reject } from '../../core/decision.ts';
import type { Target } from '../../core/deployment/way-back.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { RollBackClusterRequest } from '../../schemas/cluster.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import { mayActOnDeployment } from '../access/may-act-on-deployment.ts';
import type { Call } from '../call.ts';
import { undoDeployment } from '../deployment/undo-deployment.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';
import { pastReleases } from './past-releases.ts';

/**
 * Brings a cluster back to a snapshot that was Active on it before, whatever is under way: that deployment is closed
 * and its content pinned; without one, the stable content is.
 * @returns `nothing_to_go_back_to` when the snapshot never was Active here, or is what runs now; the refusals of
 *   `undoDeployment`
 */
export async function rollBackCluster(
  world: World,
  { params, body }: RouteInput<{ readonly name: string }, unknown, RollBackClusterRequest>,
  call: Call,
): Promise<Outcome<DeploymentCommandResponse>> {
  const { state: cluster } = await loadState(world, CLUSTER, params.name);
  if (!cluster.exists) return reject('cluster_unknown', { cluster: params.name });
  const target = await findTarget(world, params.name, body);
  if (!target) return reject('nothing_to_go_back_to', { cluster: params.name, snapshot: body.snapshot });
  const { configs } = await readSnapshotDocument(world, target.snapshot.digest);
  const allowed = await mayActOnDeployment(world, call.principal, {
    cluster: params.name,
    configs: Object.keys(configs),
  });
  if (!allowed.ok) return allowed;
  const deploymentId = cluster.lock ?? cluster.stable?.deploymentId ?? '';
  const { justification } = body;
  const { ifMatch: clusterRevision, ...own } = call;
  const undo = { deploymentId, automatic: false, stop: false, justification, target, clusterRevision };
  return undoDeployment(world, own, undo);
}

/** The newest release of that snapshot; `revision` asks for one of several. */
async function findTarget(
  world: World,
  cluster: string,
  { snapshot: name, revision }: RollBackClusterRequest,
): Promise<Target | undefined> {
  const past = await pastReleases(world, cluster);
  return past.find(
    ({ snapshot }) => snapshot.name === name && (revision === undefined || snapshot.revision === revision),
  );
}

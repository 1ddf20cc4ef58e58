import { type Outcome, reject } from '../../core/decision.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import { mayActOnDeployment } from '../access/may-act-on-deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';
import { mayReadDeployment } from './deployment-resources.ts';

type Needs = Pick<World, 'streams' | 'blobs' | 'authority'>;

/**
 * Acting needs the right on the cluster and on every config in the snapshot; what one may not see is not there.
 * @param id as the caller named it: of one that is not there, the state knows none
 */
export async function authoriseDeployment(
  world: Needs,
  { principal }: Call,
  id: string,
  { exists, cluster, snapshot }: DeploymentState,
): Promise<Outcome<null>> {
  if (!exists || !(await mayReadDeployment(world, principal, { cluster, snapshot })))
    return reject('deployment_unknown', { id });
  const { configs } = await readSnapshotDocument(world, snapshot.digest);
  return mayActOnDeployment(world, principal, { cluster, configs: Object.keys(configs) });
}

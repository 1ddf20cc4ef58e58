import type { DeploymentState } from '../../core/deployment/state.ts';
import type { Principal } from '../../schemas/principal.ts';
import { filterReadable, type Resource } from '../access/may-read.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';

type Needs = Pick<World, 'streams' | 'blobs' | 'authority'>;
type Deployed = Pick<DeploymentState, 'cluster' | 'snapshot'>;

/** Everything a deployment tells about: its cluster and every config in its snapshot. Who may read them all sees it. */
export async function deploymentResources(
  world: Pick<World, 'blobs'>,
  { cluster, snapshot }: Deployed,
): Promise<Resource[]> {
  const { configs } = await readSnapshotDocument(world, snapshot.digest);
  return [{ cluster }, ...Object.keys(configs).map((config) => ({ config }))];
}

/** Whether the principal may know that this deployment exists. */
export async function mayReadDeployment(world: Needs, principal: Principal, deployed: Deployed): Promise<boolean> {
  const resources = await deploymentResources(world, deployed);
  return (await filterReadable(world, principal, [deployed], () => resources)).length > 0;
}

import { done, type Outcome } from '../../core/decision.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { deploymentsView, ofCluster } from '../../core/views/deployments.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentQuery, DeploymentResponse } from '../../schemas/deployment.ts';
import { filterReadable, mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { deploymentResources } from './deployment-resources.ts';
import { deploymentResponse } from './deployment-response.ts';

/** Deployments looked at for one page at most, so that a rare status does not read them all. */
const LOOKED_AT = 1000;

/** Deployments, newest first; which there are is eventually consistent, what each is doing is read from its head. */
export async function listDeployments(
  world: Pick<World, 'streams' | 'blobs' | 'views' | 'authority'>,
  { query }: RouteInput<unknown, DeploymentQuery>,
  { principal }: Call,
): Promise<Outcome<{ items: DeploymentResponse[]; next?: string }>> {
  const { cluster } = query;
  // A cluster that may not be read has no pages either: a place to go on from would tell that something is there.
  if (cluster !== undefined && !(await mayRead(world, principal, { cluster }))) return done({ items: [] });
  const partition = cluster === undefined ? 'all' : ofCluster(cluster);
  const items: DeploymentResponse[] = [];
  let after = query.after;
  for (let looked = 0; looked < LOOKED_AT; ) {
    const options = { limit: query.limit, descending: true, ...(after === undefined ? {} : { after }) };
    const { rows, next } = await world.views.query(deploymentsView.name, partition, options);
    const loaded = await Promise.all(
      rows.map(async ({ sort, doc }) => {
        const deployment = await loadState(world, DEPLOYMENT, String(doc['id']));
        return { sort, deployment, resources: await deploymentResources(world, deployment.state) };
      }),
    );
    for (const { sort, deployment } of await filterReadable(world, principal, loaded, ({ resources }) => resources)) {
      const item = deploymentResponse(deployment);
      if (query.status !== undefined && item.status !== query.status) continue;
      items.push(item);
      if (items.length === query.limit)
        return done(sort === rows.at(-1)?.sort && next === undefined ? { items } : { items, next: sort });
    }
    looked += rows.length;
    after = next;
    if (next === undefined) return done({ items });
  }
  return done({ items, ...(after === undefined ? {} : { next: after }) });
}

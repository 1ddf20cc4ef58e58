import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { done, type Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { ClusterResponse } from '../../schemas/cluster.ts';
import type { PageQuery } from '../../schemas/event-page.ts';
import { filterReadable } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { clusterResponse } from './cluster-response.ts';

/** Clusters the caller may see, by name. */
export async function listClusters(
  world: Pick<World, 'streams' | 'authority'>,
  { query }: RouteInput<unknown, PageQuery>,
  { principal }: Call,
): Promise<Outcome<{ items: ClusterResponse[]; next?: string }>> {
  const { limit, after } = query;
  const { heads, next } = await world.streams.list(CLUSTER.kind, { limit, ...(after === undefined ? {} : { after }) });
  const all = heads.map(({ state, revision }) =>
    clusterResponse({ state: state as unknown as ClusterState, revision }),
  );
  const items = await filterReadable(world, principal, all, ({ name }) => [{ cluster: name }]);
  return done({ items, ...(next === undefined ? {} : { next }) });
}

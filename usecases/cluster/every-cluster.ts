import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import type { World } from '../ports.ts';

const PAGE = 100;

/** Every cluster as it stands, page by page; one that is made meanwhile may be missed. */
export async function* everyCluster({ streams }: Pick<World, 'streams'>): AsyncGenerator<ClusterState> {
  let after: string | undefined;
  do {
    const page = await streams.list(CLUSTER.kind, after === undefined ? { limit: PAGE } : { limit: PAGE, after });
    for (const { state } of page.heads) yield state as unknown as ClusterState;
    after = page.next;
  } while (after !== undefined);
}

import type { ClusterEvent } from '../../core/cluster/events.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ReleaseRef } from '../../core/cluster/state.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';

const PAGE = 200;

/** Every release that was ever completed on a cluster, newest first: the head remembers only the last few. */
export async function pastReleases(
  { streams, authority }: Pick<World, 'streams' | 'authority'>,
  cluster: string,
): Promise<ReleaseRef[]> {
  const completed: ReleaseRef[] = [];
  let draft: ReleaseRef | undefined;
  let after = 0;
  for (;;) {
    const events = await streams.events(streamId(authority, CLUSTER.kind, cluster), { after, limit: PAGE });
    for (const { type, payload, revision } of events) {
      after = revision;
      const event = { type, ...payload } as ClusterEvent;
      if (event.type === 'ReleaseDrafted') draft = event.release;
      if (event.type === 'ReleaseCompleted' && draft) completed.unshift(draft);
    }
    if (events.length < PAGE) return completed;
  }
}

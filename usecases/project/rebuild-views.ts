import type { World } from '../ports.ts';
import { foldStream } from './fold-stream.ts';

/**
 * Drops every read model and folds all streams again from their first event. Leaves of the audit log stay as they
 * are (it knows them), and nothing is published: these events went out when they were new.
 */
export async function rebuildViews(
  given: Pick<World, 'authority' | 'controlPlane' | 'streams' | 'views' | 'log'>,
): Promise<number> {
  const world = { ...given, bus: { publish: async () => {} } };
  await world.views.drop();
  let position = '';
  let streams = 0;
  for (;;) {
    const { changes, next } = await world.streams.changes(position, 500);
    if (changes.length === 0) return streams;
    for (const { stream } of changes) await foldStream(world, stream);
    streams += changes.length;
    position = next;
  }
}

import type { World } from '../ports.ts';
import { foldStream } from './fold-stream.ts';

/**
 * Drops every read model and folds all streams again from their first event. Leaves of the audit log stay as they
 * are (it knows them), and events go out once more: consumers de-duplicate.
 */
export async function rebuildViews(world: Pick<World, 'streams' | 'views' | 'log' | 'bus'>): Promise<number> {
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

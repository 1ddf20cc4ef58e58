import { reactToEvents } from '../feed/react-to-events.ts';
import type { World } from '../ports.ts';
import { foldStream } from '../project/fold-stream.ts';

const PAGE = 200;

/** Folds every stream whose read models are behind its head: what the feed lost or set aside. Answers how many. */
export async function foldLagging(world: World): Promise<number> {
  let folded = 0;
  let position = '';
  for (;;) {
    const { changes, next } = await world.streams.changes(position, PAGE);
    if (changes.length === 0) return folded;
    for (const { stream, revision } of changes) {
      if ((await world.views.mark(stream)) >= revision) continue;
      await foldStream(world, stream, (events) => reactToEvents(world, events));
      folded++;
    }
    position = next;
  }
}

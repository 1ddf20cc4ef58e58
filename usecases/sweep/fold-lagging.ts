import type { JsonObject } from '../../core/stream.ts';
import type { StreamId } from '../../schemas/event.ts';
import { reactToEvents } from '../feed/react-to-events.ts';
import type { World } from '../ports.ts';
import { foldStream } from '../project/fold-stream.ts';

const NAME = 'fold-lagging';
const PAGE = 200;
/** Pages of one run, so that a run ends in time: of what changed, and of the slow round (a million streams a day). */
const PAGES = { changed: 100, round: 20 } as const;
const ROUND_EVERY_MS = 24 * 3600 * 1000;
/** Streams that could not be folded and are tried again first. Those beyond it are met in the next round. */
const FAILED_KEPT = 500;

/** Where a run goes on. */
interface Note {
  /** Behind this is what has changed since. */
  readonly position: string;
  /** Place of the round that is under way; null when none is. */
  readonly round: string | null;
  /** When the last round began, in Unix milliseconds; the very first walk goes through everything, so it is one. */
  readonly roundBegan: number;
  readonly failed: readonly StreamId[];
}

/**
 * Folds streams whose read models are behind their heads: what the feed lost or set aside. A run looks at what changed
 * since the run before, and takes a stretch of a slow round over all streams, begun once a day, for what came into the
 * order of arrival later than its place. A stream that cannot be folded holds up none, and is tried again next time.
 * @returns how many were folded
 * @throws the first fault, when all else is done and noted
 */
export async function foldLagging(world: World): Promise<number> {
  const now = world.clock.now();
  const stored = (await world.positions.read(NAME)) as unknown as Note | undefined;
  const before = stored ?? { position: '', round: null, roundBegan: now, failed: [] };
  const begins = before.round === null && now - before.roundBegan >= ROUND_EVERY_MS;
  const round = begins ? '' : before.round;

  const folding = foldingOf(world);
  await folding.fold(before.failed);
  const changed = await folding.walk(before.position, PAGES.changed);
  const around = round === null ? undefined : await folding.walk(round, PAGES.round);
  const note: Note = {
    position: changed.position,
    round: around && !around.atEnd ? around.position : null,
    roundBegan: begins ? now : before.roundBegan,
    failed: folding.failed().slice(0, FAILED_KEPT),
  };
  await world.positions.save(NAME, note as unknown as JsonObject);
  return folding.result();
}

/** Folds one stream after the other, and keeps count of what went how. */
function foldingOf(world: World) {
  const faults = new Map<StreamId, unknown>();
  let folded = 0;
  const fold = async (streams: readonly StreamId[]): Promise<void> => {
    for (const stream of streams) {
      if (faults.has(stream)) continue;
      try {
        await foldStream(world, stream, (events) => reactToEvents(world, events));
        folded++;
      } catch (fault) {
        faults.set(stream, fault);
      }
    }
  };
  return {
    fold,
    /** Goes through what arrived after `from`, so many pages at most. */
    async walk(from: string, pages: number): Promise<{ readonly position: string; readonly atEnd: boolean }> {
      let position = from;
      for (let page = 0; page < pages; page++) {
        const { changes, next } = await world.streams.changes(position, PAGE);
        if (changes.length === 0) return { position, atEnd: true };
        const marks = await Promise.all(changes.map(({ stream }) => world.views.mark(stream)));
        const behind = changes.filter(({ revision }, at) => (marks[at] ?? 0) < revision);
        await fold(behind.map(({ stream }) => stream));
        position = next;
      }
      return { position, atEnd: false };
    },
    failed: (): StreamId[] => [...faults.keys()],
    result(): number {
      const [first] = faults.values();
      if (faults.size > 0) throw first;
      return folded;
    },
  };
}

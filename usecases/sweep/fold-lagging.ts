import type { JsonObject } from '../../core/stream.ts';
import type { StreamId } from '../../schemas/event.ts';
import { reactToEvents } from '../feed/react-to-events.ts';
import type { World } from '../ports.ts';
import { foldStream } from '../project/fold-stream.ts';

const NAME = 'fold-lagging';
const PAGE = 200;
/** A run ends after about so long, and after so many pages: of what changed, and of the slow round (a million a day). */
const RUN_MS = 20_000;
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
 * @param fold what to do with a stream that is behind
 * @returns how many were folded
 * @throws the first fault of `fold`, when all else is done and noted
 */
export async function foldLagging(
  world: World,
  fold: (stream: StreamId) => Promise<void> = (stream) =>
    foldStream(world, stream, (events) => reactToEvents(world, events)),
): Promise<number> {
  const now = world.clock.now();
  const stored = (await world.positions.read(NAME)) as unknown as Note | undefined;
  const before = stored ?? { position: '', round: null, roundBegan: now, failed: [] };
  const begins = before.round === null && now - before.roundBegan >= ROUND_EVERY_MS;
  const round = begins ? '' : before.round;

  const run = runOf(world, fold);
  for (const stream of before.failed) await run.attempt(stream);
  const changed = await run.walk(before.position, PAGES.changed);
  const around = round === null ? undefined : await run.walk(round, PAGES.round);
  const note: Note = {
    position: changed.position,
    round: around && !around.atEnd ? around.position : null,
    roundBegan: begins ? now : before.roundBegan,
    failed: run.failed().slice(0, FAILED_KEPT),
  };
  await world.positions.save(NAME, note as unknown as JsonObject);
  return run.result();
}

/** Folds one stream after the other while there is time, and keeps count of what went how. */
function runOf({ streams, views, clock }: World, fold: (stream: StreamId) => Promise<void>) {
  const began = clock.now();
  const faults = new Map<StreamId, unknown>();
  let folded = 0;
  const attempt = async (stream: StreamId): Promise<void> => {
    if (faults.has(stream)) return;
    try {
      await fold(stream);
      folded++;
    } catch (fault) {
      faults.set(stream, fault);
    }
  };
  return {
    attempt,
    /** Goes through what arrived after `from`, so many pages at most, and ends in time in the middle of one. */
    async walk(from: string, pages: number): Promise<{ readonly position: string; readonly atEnd: boolean }> {
      let position = from;
      for (let page = 0; page < pages; page++) {
        const { changes, next } = await streams.changes(position, PAGE);
        if (changes.length === 0) return { position, atEnd: true };
        const marks = await Promise.all(changes.map(({ stream }) => views.mark(stream)));
        for (const [at, change] of changes.entries()) {
          if (clock.now() - began > RUN_MS) return { position, atEnd: false };
          if ((marks[at] ?? 0) < change.revision) await attempt(change.stream);
          position = change.position;
        }
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

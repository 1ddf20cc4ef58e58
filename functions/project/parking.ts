import type { StreamId } from '../../schemas/event.ts';
import type { ParkedStream, ParkedStreams } from '../../usecases/ports.ts';
import { severalAtATime } from './several-at-a-time.ts';

const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** What a collision or a hiccup needs; a stream that fails after these is parked. Milliseconds before each try. */
const TRIES_AFTER_MS: readonly number[] = [0, 200, 1000];

export interface ParkingParts {
  /** Folds what this stream has gained. */
  readonly project: (stream: StreamId) => Promise<void>;
  readonly parked: ParkedStreams;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly onParked: (parked: ParkedStream, fault: unknown) => void;
  readonly onReleased: (was: ParkedStream) => void;
  /** How many wait now; told whenever one was parked, and by each look at them. */
  readonly onCounted: (count: number) => void;
}

export interface Parking {
  /** Folds a stream, or sets it aside. @throws when it could not even be set aside: nothing is known of it then */
  foldOrPark(stream: StreamId): Promise<void>;
  /** Tries again what is due, ever less often. @returns how many were folded */
  retryDue(): Promise<number>;
}

/** Sets whole streams aside that cannot be folded, so that none holds up the others (design §4). */
export function parking({ project, parked, now, pause, ...told }: ParkingParts): Parking {
  /** Those this process saw aside: when one folds by itself, nobody need wait for its turn. */
  const aside = new Map<StreamId, ParkedStream>();
  const faultOf = async (
    stream: StreamId,
    triesAfterMs: readonly number[],
  ): Promise<{ fault: unknown } | undefined> => {
    let fault: unknown;
    for (const waitMs of triesAfterMs) {
      if (waitMs > 0) await pause(waitMs);
      try {
        await project(stream);
        return undefined;
      } catch (error) {
        fault = error;
      }
    }
    return { fault };
  };
  const park = async (stream: StreamId, fault: unknown, before: readonly ParkedStream[]): Promise<void> => {
    const attempts = (before.find((each) => each.stream === stream)?.attempts ?? 0) + 1;
    const pauseMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
    const reason = fault instanceof Error ? fault.message : String(fault);
    const row = { stream, attempts, retryAt: now() + pauseMs, reason: reason.slice(0, 500) };
    await parked.park(row);
    aside.set(stream, row);
    told.onParked(row, fault);
  };
  const look = async (): Promise<ParkedStream[]> => {
    const rows = await parked.all();
    for (const row of rows) aside.set(row.stream, row);
    return rows;
  };
  const release = async (row: ParkedStream): Promise<void> => {
    await parked.release(row.stream);
    aside.delete(row.stream);
    told.onReleased(row);
  };
  return {
    async foldOrPark(stream) {
      const failed = await faultOf(stream, TRIES_AFTER_MS);
      const row = aside.get(stream);
      if (!failed) return row && release(row);
      const before = await look();
      await park(stream, failed.fault, before);
      told.onCounted(before.some((each) => each.stream === stream) ? before.length : before.length + 1);
    },
    async retryDue() {
      const waiting = await look();
      let folded = 0;
      const due = waiting.filter(({ retryAt }) => retryAt <= now());
      await severalAtATime(due, async (row) => {
        const failed = await faultOf(row.stream, [0]);
        if (failed) return park(row.stream, failed.fault, waiting);
        await release(row);
        folded++;
      });
      told.onCounted(waiting.length - folded);
      return folded;
    },
  };
}

import type { StreamId } from '../../schemas/event.ts';
import type { Clock, ParkedStream, Streams } from '../../usecases/ports.ts';
import type { FeedPositions } from './feed-positions.ts';

/** Streams folded at a time: they share commits, and none waits long for the others. */
const PAGE = 16;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

export interface FeederParts {
  readonly streams: Pick<Streams, 'changes'>;
  readonly positions: FeedPositions;
  readonly clock: Clock;
  /** Folds what this stream has gained; asked again for a stream it failed on. */
  readonly project: (stream: StreamId) => Promise<void>;
  readonly onFault: (fault: unknown, where: string) => void;
}

export interface Feeder {
  /** Something was appended, or it is time to look. */
  wake(): void;
  /** Answers when nothing is left to fold but what is parked. */
  idle(): Promise<void>;
  /** Ends after the page under way; the next start goes on there. */
  stop(): Promise<void>;
}

/**
 * Reads the feed to its end whenever woken: at least once, in order within a stream. A stream that cannot be folded
 * is parked whole and tried again later, ever less often; all others go on.
 */
export function feeder(parts: FeederParts): Feeder {
  const { streams, positions, clock, onFault } = parts;
  let position = positions.position();
  const parked = new Map(positions.parked().map((each) => [each.stream, each]));
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let cancelRetry = (): void => {};

  const fold = async (page: readonly StreamId[], next: string): Promise<void> => {
    const failures = await Promise.all(page.map((stream) => attempt(stream)));
    const newlyParked = failures.filter((failure) => failure !== undefined);
    for (const stream of page) parked.delete(stream);
    for (const each of newlyParked) parked.set(each.stream, each);
    await positions.save(next, newlyParked, page);
    position = next;
  };
  const attempt = async (stream: StreamId): Promise<ParkedStream | undefined> => {
    try {
      await parts.project(stream);
      return undefined;
    } catch (fault) {
      onFault(fault, `feed/${stream}`);
      const attempts = (parked.get(stream)?.attempts ?? 0) + 1;
      const pauseMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
      const reason = fault instanceof Error ? fault.message : String(fault);
      return { stream, attempts, retryAt: clock.now() + pauseMs, reason: reason.slice(0, 500) };
    }
  };
  const retryDue = async (): Promise<void> => {
    const due = [...parked.values()].filter(({ retryAt }) => retryAt <= clock.now()).map(({ stream }) => stream);
    for (let from = 0; from < due.length; from += PAGE) await fold(due.slice(from, from + PAGE), position);
  };
  const toTheEnd = async (): Promise<void> => {
    while (again && !stopped) {
      again = false;
      await retryDue();
      for (let page = await streams.changes(position, PAGE); page.changes.length > 0 && !stopped; ) {
        await fold(
          page.changes.map(({ stream }) => stream),
          page.next,
        );
        page = await streams.changes(position, PAGE);
      }
    }
  };
  const wakeIn = (pauseMs: number): void => {
    cancelRetry();
    if (!stopped && Number.isFinite(pauseMs)) cancelRetry = clock.after(pauseMs, wake);
  };
  const wake = (): void => {
    again = true;
    if (running || stopped) return;
    running = toTheEnd().then(
      () => rest(),
      (fault: unknown) => {
        // The store itself failed: nothing moved, so look again in a while.
        onFault(fault, 'feed');
        rest(FIRST_RETRY_MS);
      },
    );
  };
  const rest = (pauseMs?: number): void => {
    running = undefined;
    if (pauseMs !== undefined) wakeIn(pauseMs);
    else if (again) wake();
    else wakeIn(Math.min(...[...parked.values()].map(({ retryAt }) => retryAt)) - clock.now());
  };

  return {
    wake,
    async idle() {
      while (running) await running;
    },
    async stop() {
      stopped = true;
      cancelRetry();
      await running;
    },
  };
}

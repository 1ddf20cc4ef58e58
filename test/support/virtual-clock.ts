import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../usecases/ports.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Time that moves only when a test says so. */
export interface VirtualClock extends Clock {
  /** RFC 3339 of `now()`. */
  instant(): string;
  /**
   * Moves time forward, firing every timer at its own moment, in order; between two timers whatever they started
   * may settle.
   */
  advance(ms: number): Promise<void>;
  /** What must be done before time may move on, besides a few turns of the event loop. */
  settleWith(settled: () => Promise<void>): void;
  /** Moment of the next timer, if any. */
  nextTimer(): number | undefined;
}

export const START = '2026-11-22T09:30:00.000Z';
const SETTLING_TURNS = 4;

export function virtualClock(start: string = START): VirtualClock {
  let now = Date.parse(start);
  let order = 0;
  let timers: Timer[] = [];
  const settled: (() => Promise<void>)[] = [];

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < SETTLING_TURNS; turn++) await nextTurn();
    for (const each of settled) await each();
  };
  const next = (): Timer | undefined => timers.toSorted((a, b) => a.due - b.due || a.order - b.order)[0];

  return {
    now: () => now,
    instant: () => new Date(now).toISOString(),
    after(delayMs, callback) {
      const timer = { due: now + Math.max(0, delayMs), order: order++, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (let timer = next(); timer && timer.due <= end; timer = next()) {
        const fired = timer;
        timers = timers.filter((each) => each !== fired);
        now = Math.max(now, fired.due);
        fired.callback();
        await settle();
      }
      now = end;
    },
    settleWith: (each) => settled.push(each),
    nextTimer: () => next()?.due,
  };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../../usecases/ports.ts';

/** Counts calls of ports that are under way, so that one can wait until everybody waits for time alone. */
export interface Activity {
  track<T>(call: Promise<T>): Promise<T>;
  /** Answers when no call is under way and nothing more follows from the last ones. */
  quiet(): Promise<void>;
}

export function activity(): Activity {
  let underWay = 0;
  return {
    async track(call) {
      underWay += 1;
      try {
        return await call;
      } finally {
        underWay -= 1;
      }
    },
    async quiet() {
      // Between two calls there are only microtasks, and a turn ends after all of them.
      do await nextTurn();
      while (underWay > 0);
      await nextTurn();
      if (underWay > 0) await this.quiet();
    },
  };
}

/** One life of a process: after its death none of its calls does anything and none of its timers fires. */
export interface ProcessLife {
  readonly alive: () => boolean;
  /** Rejects when the process dies. */
  readonly died: Promise<never>;
  die(): void;
  /** Runs a call of a port as long as the process lives; a dead process waits for ever. */
  call<T>(run: () => Promise<T>): Promise<T>;
  /** The same for work that makes calls of its own, and so is not one to wait for. */
  work<T>(run: () => Promise<T>): Promise<T>;
  clock(clock: Clock): Clock;
  /** A process that dies meanwhile never goes on. */
  pause(clock: Clock, ms: number): Promise<void>;
}

export function processLife({ track }: Activity): ProcessLife {
  let alive = true;
  const { promise: died, reject } = Promise.withResolvers<never>();
  died.catch(() => {});
  const never = <T>(): Promise<T> => new Promise<T>(() => {});
  const mortal = async <T>(run: () => Promise<T>): Promise<T> => {
    if (!alive) return never();
    try {
      const value = await run();
      return alive ? value : never();
    } catch (error) {
      if (!alive) return never();
      throw error;
    }
  };
  const mortalClock = (clock: Clock): Clock => ({
    now: clock.now,
    after: (delayMs, callback) =>
      clock.after(delayMs, () => {
        if (alive) callback();
      }),
  });
  return {
    alive: () => alive,
    died,
    die() {
      alive = false;
      reject(new Error('the process died'));
    },
    call: (run) => mortal(() => track(run())),
    work: (run) => mortal(run),
    clock: mortalClock,
    pause: (clock, ms) =>
      new Promise((resolve) => {
        mortalClock(clock).after(ms, resolve);
      }),
  };
}

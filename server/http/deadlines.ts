/** Deadlines of one length: the first to begin is the first to be over, so one timer is enough for all of them. */
export interface Deadlines {
  /** Calls `over` after the time, unless what it returns is called before. */
  begin(over: () => void): () => void;
}

interface Running {
  readonly dueMs: number;
  readonly over: () => void;
}

/**
 * A timer for each request costs more than reading a small body does.
 * @param lengthMs how long each of them is
 */
export function deadlines(lengthMs: number): Deadlines {
  const running = new Set<Running>(); // in the order in which they began
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    timer = undefined;
    for (const one of running) {
      const leftMs = one.dueMs - performance.now();
      if (leftMs > 0) {
        wake(leftMs);
        return;
      }
      running.delete(one);
      one.over();
    }
  };
  /** Keeps no process alive: who waits has a connection that does. */
  const wake = (ms: number): void => {
    timer = setTimeout(look, Math.ceil(ms)).unref();
  };
  return {
    begin(over) {
      const one = { dueMs: performance.now() + lengthMs, over };
      running.add(one);
      if (timer === undefined) wake(lengthMs);
      return () => void running.delete(one);
    },
  };
}

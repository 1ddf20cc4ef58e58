import type { Clock } from '../../usecases/ports.ts';

/**
 * Timers of Node end at 2³¹ ms (they fire at once beyond it) and stand still while the machine sleeps. So a long wait
 * is many short ones, each of which looks at the wall clock again.
 */
const HOP_MS = 60_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const due = Date.now() + delayMs;
    let timer: NodeJS.Timeout;
    const hop = (): void => {
      const leftMs = due - Date.now();
      timer = leftMs > HOP_MS ? setTimeout(hop, HOP_MS) : setTimeout(callback, Math.max(0, leftMs));
    };
    hop();
    return () => clearTimeout(timer);
  },
};

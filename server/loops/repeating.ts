import type { Clock } from '../../usecases/ports.ts';

export interface Repeating {
  /** Answers when the run under way has ended; no other begins. */
  stop(): Promise<void>;
}

/**
 * Runs at once and then again and again, `everySeconds` after the end of the run before, so that runs never overlap.
 * A run that fails is told of and does not end the row.
 */
export function repeating(
  clock: Clock,
  everySeconds: number,
  run: () => Promise<unknown>,
  onFault: (fault: unknown) => void,
): Repeating {
  let stopped = false;
  let cancel = (): void => {};
  let running: Promise<void> = Promise.resolve();
  const turn = (): void => {
    running = run()
      .catch(onFault)
      .then(() => {
        if (!stopped) cancel = clock.after(everySeconds * 1000, turn);
      });
  };
  turn();
  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

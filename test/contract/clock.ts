import { describe, expect, it } from 'vitest';
import type { Clock } from '../../usecases/ports.ts';

export interface OpenedClock {
  readonly clock: Clock;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
  close(): void;
}

const MONTH_MS = 31 * 24 * 3600 * 1000;

/** @see usecases/ports.ts Clock */
export function clockContract(open: () => OpenedClock): void {
  const run = (body: (opened: OpenedClock) => Promise<void>) => async () => {
    const opened = open();
    try {
      await body(opened);
    } finally {
      opened.close();
    }
  };
  describe('clock', () => {
    it.each([{ delayMs: 0 }, { delayMs: 1 }, { delayMs: 60_000 }, { delayMs: MONTH_MS }])(
      'calls once after $delayMs ms, not before',
      ({ delayMs }) =>
        run(async ({ clock, advance }) => {
          const called: number[] = [];
          const start = clock.now();
          clock.after(delayMs, () => called.push(clock.now() - start));
          if (delayMs > 0) await advance(delayMs - 1);
          expect(called).toStrictEqual([]);
          await advance(delayMs > 0 ? 1 : 0);
          expect(called).toStrictEqual([delayMs]);
          await advance(MONTH_MS);
          expect(called.length).toBe(1);
        })(),
    );

    it.each([{ delayMs: 1 }, { delayMs: MONTH_MS }])('does not call what was cancelled ($delayMs ms)', ({ delayMs }) =>
      run(async ({ clock, advance }) => {
        const called: number[] = [];
        const cancel = clock.after(delayMs, () => called.push(clock.now()));
        await advance(delayMs - 1);
        cancel();
        await advance(MONTH_MS);
        expect(called).toStrictEqual([]);
      })(),
    );
  });
}

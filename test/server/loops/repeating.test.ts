import { expect, it } from 'vitest';
import { repeating } from '../../../server/loops/repeating.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

it('runs at once, then after each pause, also after a failure, until stopped', async () => {
  const clock = virtualClock();
  const runs: number[] = [];
  const faults: unknown[] = [];
  const start = clock.now();
  const row = repeating(
    clock,
    300,
    async () => {
      runs.push((clock.now() - start) / 1000);
      if (runs.length === 2) throw new Error('once');
    },
    (fault) => faults.push(fault),
  );
  await clock.advance(299_999);
  expect(runs).toStrictEqual([0]);
  await clock.advance(600_001);
  expect(runs).toStrictEqual([0, 300, 600, 900]);
  expect(faults).toStrictEqual([new Error('once')]);
  await row.stop();
  await clock.advance(3_600_000);
  expect(runs.length).toBe(4);
});

import { expect, it } from 'vitest';
import { restartHourly } from './restart-hourly.ts';

it('a week of hourly restarts', async () => {
  const { days, restarts } = await restartHourly(Number(process.env['DAYS'] ?? 7));
  console.log(JSON.stringify(days, null, 1));
  expect(restarts).toBe(168);
});

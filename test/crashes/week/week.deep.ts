import { expect, it } from 'vitest';
import { grown } from './grown.ts';
import { restartHourly } from './restart-hourly.ts';

it('a week of hourly restarts leaves nothing behind: no file, no row, no memory', async () => {
  const { days, restarts } = await restartHourly(Number(process.env['HOURS'] ?? 168));
  console.log(`${restarts} restarts of control plane and agents`);
  for (const { rows, files, heapBytes } of days)
    console.log(`${files} files of agents, ${Math.round(heapBytes / 2 ** 20)} MB, rows ${JSON.stringify(rows)}`);
  expect(grown(days)).toStrictEqual([]);
});

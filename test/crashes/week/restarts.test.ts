import { expect, it } from 'vitest';
import { type Day, grown } from './grown.ts';
import { restartHourly } from './restart-hourly.ts';

const HOURS = 3;

it('a restart of everything adds nothing but commands that are soon forgotten, and everybody comes back', async () => {
  expect(await restartHourly(HOURS)).toStrictEqual({ days: [], restarts: HOURS });
}, 120_000);

it('sees a row that a restart leaves', async () => {
  let left = 0;
  const park = "INSERT INTO feed_parked (name, stream, attempts, retry_at, reason) VALUES ('other', ?, 0, 0, '')";
  const leaving = restartHourly(2, ({ disk }) => void disk.database.sql.prepare(park).run(`stream ${++left}`));
  await expect(leaving).rejects.toThrow(/strictly equal/);
}, 120_000);

it('sees whatever grows', () => {
  const rows = {
    pulses: 3,
    commands: 93,
    heads: 30,
    executions: 4,
    view_marks: 30,
    'commands of nodes': 40,
    feed_parked: 0,
  };
  const day: Day = { rows, files: 54, heapBytes: 40 * 2 ** 20 };
  const next: Day = { ...day, rows: { ...rows, heads: 38, executions: 8, view_marks: 38 } };
  const after: Day = { ...day, rows: { ...rows, heads: 46, executions: 12, view_marks: 46 } };
  expect(grown([day, next, after])).toStrictEqual([]);
  for (const table of Object.keys(rows)) {
    const more = { ...after, rows: { ...after.rows, [table]: (after.rows[table as keyof typeof rows] ?? 0) + 21 } };
    expect(grown([day, next, more])).toStrictEqual([expect.stringContaining(table)]);
  }
  expect(grown([day, next, { ...after, files: 55 }])).toStrictEqual(['files of agents: 54, then 55']);
  expect(grown([day, next, { ...after, heapBytes: 47 * 2 ** 20 }])).toHaveLength(1);
});

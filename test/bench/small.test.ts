import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { Row } from '../../bench/support/row.ts';
import { ROOT } from '../support/plant.ts';

/* npm run bench as a whole, with so little of everything that its figures mean nothing. */
it('every measurement runs to its end, and says something', { timeout: 300_000 }, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/run.ts', '--json'], {
    cwd: ROOT,
    env: { ...process.env, BENCH_SIZE: 'small' },
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  const rows = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Row[];
  expect([...new Set(rows.map(({ scenario }) => scenario))]).toStrictEqual([
    'machine',
    'check-ins',
    'publish',
    'fleet',
    'routes',
    'node',
    'restart',
    'memory',
    'simulator',
  ]);
  // What must keep to a bound may not do so here.
  const empty = rows.filter(({ what, value }) => !/≤/.test(what) && !Number.isFinite(value));
  expect(empty).toStrictEqual([]);
  expect(rows.find(({ what }) => /torn|mix/i.test(what))?.value).toBe(0);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLargeFolder } from '../restart/large-folder.ts';
import { measureRestarts, type Restart } from '../restart/measure-restart.ts';
import { median, percentiles } from '../support/percentiles.ts';
import type { Row, Scenario } from '../support/row.ts';
import { size } from '../support/size.ts';

const BYTES = Number(process.env['BENCH_FOLDER_BYTES'] ?? size(1_000_000_000, 1));
const RESTARTS = size(5, 1);
const STEP = BYTES / 4;

/** A control plane with a long past is killed and started again. */
export const restart: Scenario = {
  name: 'restart',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
    const data = join(folder, 'data');
    try {
      let told = 0;
      const made = await makeLargeFolder(data, BYTES, (bytes) => {
        if (bytes < told) return;
        say(`${Math.round(bytes / 1e6)} MB of a past`);
        told += STEP;
      });
      say(`${RESTARTS} restarts`);
      // As `npm start` does, but nothing is in it yet: the first start after an installation has to compile.
      const environment = { NODE_COMPILE_CACHE: join(folder, 'compile') };
      const [first, ...restarts] = await measureRestarts(data, 1 + RESTARTS, environment);
      if (!first) throw new Error('it did not start');
      const past = `${(made.bytes / 1e9).toPrecision(3)} GB, ${made.events.toLocaleString('en-GB')} events`;
      return [
        { ...rowOf(`to the ready line: ${past}`, restarts, 'readyMs'), target: { is: 'at most', value: 1000 } },
        rowOf('to the answer of a first request', restarts, 'answeredMs'),
        rowOf('to the ready line, nothing compiled yet', [first], 'readyMs'),
        {
          ...{ scenario: 'restart', what: 'processor until the ready line', unit: 'ms' },
          value: median(restarts.map(({ cpuMs = Number.NaN }) => cpuMs)),
        },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function rowOf(what: string, restarts: readonly Restart[], which: 'readyMs' | 'answeredMs'): Row {
  const measured = percentiles(restarts.map((each) => each[which]));
  return { scenario: 'restart', what: `kill -9 ${what}`, value: measured.p50, unit: 'ms', ...measured };
}

import Table from 'cli-table3';
import { checkIns } from './scenarios/check-ins.ts';
import { fleet } from './scenarios/fleet.ts';
import { machine } from './scenarios/machine.ts';
import { memory } from './scenarios/memory.ts';
import { node } from './scenarios/node.ts';
import { publish } from './scenarios/publish.ts';
import { restart } from './scenarios/restart.ts';
import { routes } from './scenarios/routes.ts';
import { simulator } from './scenarios/simulator.ts';
import { met, type Row, type Scenario } from './support/row.ts';

/*
 * What a user would measure, as one table: `npm run bench`, or `npm run bench -- NAME …` for some of it. With `--json`
 * one last line for programs. docs/performance.md says what each figure is.
 */
const SCENARIOS: readonly Scenario[] = [machine, checkIns, publish, fleet, routes, node, restart, memory, simulator];

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = words.filter((word) => !SCENARIOS.some(({ name }) => name === word));
if (unknown.length > 0) throw new Error(`no such measurement: ${unknown.join(', ')}`);
const rows: Row[] = [];
for (const scenario of SCENARIOS.filter(({ name }) => words.length === 0 || words.includes(name)))
  rows.push(...(await scenario.run((what) => void process.stderr.write(`${scenario.name}: ${what}\n`))));

const shown = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return '';
  if (value >= 100) return Math.round(value).toLocaleString('en-GB');
  return value.toPrecision(3).replace(/\.?0+$/, '');
};
const verdictOf = (row: Row): string =>
  row.target ? `${row.target.is} ${shown(row.target.value)}: ${met(row) ? 'met' : 'missed'}` : '';
const head = ['', 'what', 'value', 'unit', 'target', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms', 'bytes'];
const table = new Table({ head, style: { head: [], border: [] } });
for (const row of rows)
  table.push([
    row.scenario,
    row.what,
    shown(row.value),
    row.unit,
    verdictOf(row),
    ...[row.p50, row.p95, row.p99, row.cpuMs, row.bytes].map(shown),
  ]);
process.stdout.write(`${table.toString()}\n`);
if (process.argv.includes('--json')) console.log(JSON.stringify(rows));

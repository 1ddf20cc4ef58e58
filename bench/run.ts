import { checkIns } from './scenarios/check-ins.ts';
import { fleet } from './scenarios/fleet.ts';
import { machine } from './scenarios/machine.ts';
import { memory } from './scenarios/memory.ts';
import { node } from './scenarios/node.ts';
import { publish } from './scenarios/publish.ts';
import { restart } from './scenarios/restart.ts';
import { routes } from './scenarios/routes.ts';
import { simulator } from './scenarios/simulator.ts';
import type { Row, Scenario } from './support/row.ts';
import { markdownOf, tableOf } from './support/tables.ts';

/*
 * What a user would measure, as one table: `npm run bench`, or `npm run bench -- NAME …` for some of it. With `--json`
 * one last line for programs, with `--markdown` the table as docs/performance.md has it. docs/performance.md says what each figure is.
 */
const SCENARIOS: readonly Scenario[] = [machine, checkIns, publish, fleet, routes, node, restart, memory, simulator];

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = words.filter((word) => !SCENARIOS.some(({ name }) => name === word));
if (unknown.length > 0) throw new Error(`no such measurement: ${unknown.join(', ')}`);
const rows: Row[] = [];
for (const scenario of SCENARIOS.filter(({ name }) => words.length === 0 || words.includes(name)))
  rows.push(...(await scenario.run((what) => void process.stderr.write(`${scenario.name}: ${what}\n`))));

process.stdout.write(`${process.argv.includes('--markdown') ? markdownOf(rows) : tableOf(rows)}\n`);
if (process.argv.includes('--json')) console.log(JSON.stringify(rows));

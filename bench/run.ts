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
 * one last line for programs, with `--markdown` the table as docs/performance.md has it, which says what each figure is.
 */
const SCENARIOS: readonly Scenario[] = [machine, checkIns, publish, fleet, routes, node, restart, memory, simulator];

const [flags, names] = [new Set<string>(), new Set<string>()];
for (const word of process.argv.slice(2)) (word.startsWith('--') ? flags : names).add(word);
const unknown = names.difference(new Set(SCENARIOS.map(({ name }) => name)));
if (unknown.size > 0) throw new Error(`no such measurement: ${[...unknown].join(', ')}`);

const rows: Row[] = [];
for (const scenario of SCENARIOS.filter(({ name }) => names.size === 0 || names.has(name))) {
  try {
    rows.push(...(await scenario.run((what) => void process.stderr.write(`${scenario.name}: ${what}\n`))));
  } catch (error) {
    // What the others measured is not lost with it.
    console.error(`${scenario.name} failed:`, error);
    process.exitCode = 1;
  }
}
const lines = [flags.has('--markdown') ? markdownOf(rows) : tableOf(rows)];
if (flags.has('--json')) lines.push(JSON.stringify(rows));
// What failed may have left programs of its own; they end with this one.
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit());

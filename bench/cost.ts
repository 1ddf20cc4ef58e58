import Table from 'cli-table3';
import { ALARMS } from '../lib/alarms.ts';
import { SCHEDULE } from '../schemas/schedule.ts';
import { AWS_SETTINGS, ECONOMY_SETTINGS } from '../usecases/settings.ts';
import { lookOver, type Measured, measure } from './cost/measure.ts';
import { atRest, type Ingress, monthly, naive, SUPPOSED, total } from './cost/monthly.ts';

/*
 * What a fleet costs on AWS: the operations of the real handlers, counted, times list prices. `docs/deploy.md` quotes
 * this table.
 */
const CADENCES = [
  ['default', AWS_SETTINGS],
  ['missed after 10 min', { ...AWS_SETTINGS, staleAfterSeconds: 600 }],
  ['economy', ECONOMY_SETTINGS],
] as const;
const INGRESS: readonly Ingress[] = ['http-api', 'function-url'];
const dollars = (amount: number): string => amount.toFixed(2);
const print = (table: Table.Table): void => void process.stdout.write(`${table.toString()}\n`);
const plain = (head: readonly string[]) => new Table({ head: [...head], style: { head: [], border: [] } });

const counted = plain(['units for one', ...CADENCES.map(([name]) => name)]);
const measured: Measured[] = [];
for (const [, settings] of CADENCES) measured.push(await measure(settings));
for (const what of ['idle', 'active', 'token', 'receipt'] as const)
  counted.push([
    what,
    ...measured.map((each) => `${each[what].reads.toFixed(2)} R + ${each[what].writes.toFixed(2)} W`),
  ]);
print(counted);

const looks = plain(['nodes', 'read units of a look', 'per 1,000', 'writes']);
for (const nodes of [1, 1000, 100_000]) {
  const { reads, writes } = await lookOver(nodes);
  looks.push([nodes, reads, ((reads / nodes) * 1000).toFixed(1), writes]);
}
print(looks);

const columns = CADENCES.flatMap(([name, settings], index) =>
  INGRESS.map((ingress) => {
    const each = measured[index];
    if (!each) throw new Error('not measured');
    return { head: `${name}, ${ingress}`, shares: monthly(each, settings, ingress) };
  }),
);
const month = plain(['$ a month for 1,000 nodes', ...columns.map(({ head }) => head)]);
for (const [index, [what]] of (columns[0]?.shares ?? []).entries())
  month.push([what, ...columns.map(({ shares }) => dollars(shares[index]?.[1] ?? 0))]);
month.push(['together', ...columns.map(({ shares }) => dollars(total(shares)))]);
print(month);

const tasksPerMinute = SCHEDULE.reduce((sum, { everyMinutes }) => sum + 1 / everyMinutes, 0);
const rest = plain(['$ a month with no node', '']);
for (const [what, amount] of atRest({ alarms: ALARMS.length, keys: 4, tasksPerMinute }))
  rest.push([what, dollars(amount)]);
print(rest);
process.stdout.write(
  `Supposed: ${SUPPOSED.deployments} deployments a month of ${SUPPOSED.deploymentSeconds / 60} min, ${SUPPOSED.billedSeconds * 1000} ms of ${SUPPOSED.gigabytes * 1024} MB billed for a request. ` +
    `A write with every check-in and everything logged would be ${dollars(naive(AWS_SETTINGS))} at the default cadence.\n`,
);

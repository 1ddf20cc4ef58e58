import { LONG_RUN, MUST_HAPPEN } from './branches.ts';
import { simulate } from './simulate.ts';
import { addCounts } from './tally.ts';

/* npm run sim -- --seeds A..B: every seed once; a failing one is printed and replays alone. */
const [, from = '1', to = from] = /--seeds[= ](\d+)(?:\.\.(\d+))?/.exec(process.argv.join(' ')) ?? [];
const counts = new Map<string, number>(MUST_HAPPEN.map((name) => [name, 0]));
const failed: number[] = [];
const onlyFirst = process.argv.includes('--first');
const started = performance.now();
for (let seed = Number(from); seed <= Number(to); seed++) {
  const { broken, tally } = await simulate(seed);
  addCounts(counts, tally.counts);
  if (!broken) continue;
  failed.push(seed);
  console.log(`seed ${seed}: ${broken.stack}\n  again: npm run sim -- --seeds ${seed}..${seed}`);
  if (onlyFirst) break;
}
for (const [name, count] of [...counts].toSorted()) console.log(`${String(count).padStart(8)}  ${name}`);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${Number(to) - Number(from) + 1} seeds in ${seconds} s, ${failed.length} failed ${failed.join()}`);
const never = MUST_HAPPEN.filter((name) => !counts.get(name));
console.log(`never happened: ${never.join(', ') || 'nothing'}`);
const long = Number(to) - Number(from) + 1 >= LONG_RUN;
process.exitCode = failed.length > 0 || (long && never.length > 0) ? 1 : 0;

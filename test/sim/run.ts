import { addBranches, countBranches } from './branches/decide-branches.ts';

/*
 * npm run sim -- --seeds A..B: every seed once; a failing one is printed and replays alone. `--first` ends at the first
 * that fails, `--json` prints one last line for programs.
 */
const words = process.argv.join(' ');
/** Whoever asks for the first failure alone need not wait for the counting, which takes a seventh of the time. */
const onlyFirst = words.includes('--first');
const takeBranches = onlyFirst ? async () => [] : await countBranches(); // before anything of the product is loaded
const { LONG_RUN, missing } = await import('./branches/must-happen.ts');
const { simulate } = await import('./simulate.ts');
const { addCounts } = await import('./tally.ts');

const [, from = '1', to = from] = /--seeds[= ](\d+)(?:\.\.(\d+))?/.exec(words) ?? [];
const counts = new Map<string, number>();
const failed: number[] = [];
const started = performance.now();
for (let seed = Number(from); seed <= Number(to); seed++) {
  const { broken, tally } = await simulate(seed);
  addCounts(counts, tally.counts);
  if (!broken) continue;
  failed.push(seed);
  console.log(`seed ${seed}: ${broken.stack}\n  again: npm run sim -- --seeds ${seed}..${seed}`);
  if (onlyFirst) break;
}
const branches = addBranches([await takeBranches()]);
for (const [name, count] of [...counts].toSorted()) console.log(`${String(count).padStart(8)}  ${name}`);
for (const { count, file, line, text } of branches)
  console.log(`${String(count).padStart(8)}  ${file}:${line} ${text}`);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const seeds = Number(to) - Number(from) + 1;
console.log(`${seeds} seeds in ${seconds} s, ${failed.length} failed ${failed.join()}`);
const never = missing(counts, branches, seeds);
console.log(`never happened: ${never.join('\n  ') || 'nothing'}`);
process.exitCode = failed.length > 0 || (seeds >= LONG_RUN && never.length > 0) ? 1 : 0;
if (words.includes('--json')) console.log(JSON.stringify({ failed, counts: [...counts], branches }));

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PLANTED_BUGS } from './planted-bugs.ts';

/* npm run sim:planted [-- name seeds]: every planted bug must be found within this many seeds. */
const SEEDS = Number(process.argv[3] ?? 300);
const wanted = process.argv[2] ?? 'all';
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
let missed = 0;
for (const { name } of PLANTED_BUGS.filter((each) => wanted === 'all' || each.name === wanted)) {
  const run = spawnSync(
    process.execPath,
    ['--import', here('./plant-hook.ts'), here('./run.ts'), '--seeds', `1..${SEEDS}`, '--first'],
    { encoding: 'utf8', env: { ...process.env, PLUMB_PLANT: name } },
  );
  const [, seed, invariant] = /^seed (\d+): Error: (I\d+)/m.exec(run.stdout) ?? [];
  if (seed === undefined) missed += 1;
  const found =
    seed === undefined
      ? `NOT FOUND ${run.stderr.slice(0, 400)}${run.stdout.slice(0, 200)}`
      : `seed ${seed}, ${invariant}`;
  console.log(`${name}: ${found}`);
}
process.exitCode = missed > 0 ? 1 : 0;

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PLANTED_BUGS } from './planted/planted-bugs.ts';
import { INVARIANTS } from './watch/broken.ts';

const SEEDS = 300;
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The simulator over the product with one mistake in it: what it prints until it has found something. */
async function simulateWith(bug: string): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--import', here('planted/plant-hook.ts'), here('run.ts'), '--seeds', `1..${SEEDS}`, '--first'],
    { env: { ...process.env, PLUMB_PLANT: bug }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  await once(child, 'close');
  return output;
}

describe(`the simulator finds each planted bug within ${SEEDS} seeds`, () => {
  it('has at least twenty', () => expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(20));

  it.concurrent.each(PLANTED_BUGS)('$name', async ({ name }) => {
    const output = await simulateWith(name);
    const invariant = /^seed \d+: (?:Error|Broken): (I\d+)/m.exec(output)?.[1] ?? output.slice(0, 2000);
    expect(Object.keys(INVARIANTS)).toContain(invariant);
  });
});

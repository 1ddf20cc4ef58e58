import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/plant.ts';
import { addBranches, type Branch } from './branches/decide-branches.ts';
import { LONG_RUN, missing, SELDOM } from './branches/must-happen.ts';
import { UNREACHABLE } from './branches/unreachable.ts';
import { PLANTED_BUGS } from './planted/planted-bugs.ts';
import { simulate } from './simulate.ts';
import { addCounts } from './tally.ts';

const AT_A_TIME = 100;
/** A busy machine takes several seconds for a seed. */
const PATIENCE_MS = 600_000;

interface Ran {
  readonly failed: readonly number[];
  readonly counts: readonly (readonly [string, number])[];
  readonly branches: readonly Branch[];
}

/** `npm run sim` over some seeds, in a process of its own: it counts branches where nothing moves the source. */
async function run(from: number, to: number): Promise<{ readonly ran: Ran; readonly output: string }> {
  const program = fileURLToPath(new URL('run.ts', import.meta.url));
  const { NODE_V8_COVERAGE: _, ...env } = process.env; // one counter at a time
  const child = spawn(process.execPath, [program, '--seeds', `${from}..${to}`, '--json'], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  await once(child, 'close');
  return { ran: JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Ran, output };
}

const starts = Array.from({ length: LONG_RUN / AT_A_TIME }, (_, index) => 1 + index * AT_A_TIME);
const counts = new Map<string, number>();
const branches: (readonly Branch[])[] = [];

describe('a fleet in bad luck keeps every promise', () => {
  it.each(starts)('seeds from %i', { timeout: PATIENCE_MS }, async (from) => {
    const { ran, output } = await run(from, from + AT_A_TIME - 1);
    addCounts(counts, new Map(ran.counts));
    branches.push(ran.branches);
    expect(ran.failed, output.split('\n').slice(0, 40).join('\n')).toStrictEqual([]);
  });

  it('has met every fault, every outcome and every branch of decide', () => {
    const summed = addBranches(branches);
    expect(summed.length).toBeGreaterThan(300);
    expect(missing(counts, summed, LONG_RUN)).toStrictEqual([]);
  });

  it('does the same again for the same seed', { timeout: PATIENCE_MS }, async () => {
    const [first, second] = [await simulate(1), await simulate(1)];
    expect([second.trace, [...second.tally.counts]]).toStrictEqual([first.trace, [...first.tally.counts]]);
  });
});

describe('what the simulator says of the source is still there, once', () => {
  const timesIn = (file: string, text: string): number =>
    readFileSync(`${ROOT}/${file}`, 'utf8').split(text).length - 1;
  it.each(PLANTED_BUGS.flatMap(({ name, edits }) => edits.map((edit) => ({ name, ...edit }))))(
    'to be mistaken: $name in $file',
    ({ file, from }) => expect(timesIn(file, from)).toBe(1),
  );
  const linesLike = (place: string): number => {
    const [file = ''] = place.split(': ', 1);
    return timesIn(file, `${place.slice(file.length + 2)}\n`);
  };
  it.each([...UNREACHABLE.keys()])('not to be reached: %s', (place) => expect(linesLike(place)).toBe(1));
  it.each([...SELDOM])('seldom: %s', (place) => expect(linesLike(place)).toBeGreaterThan(0));
});

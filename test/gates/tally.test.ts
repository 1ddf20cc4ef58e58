import { describe, expect, it } from 'vitest';
import { plant, ROOT } from '../support/plant.ts';
import { runTool } from '../support/run-tool.ts';

const passing = "import { it } from 'vitest';\nit('holds', () => {});\n";
const failing = "import { expect, it } from 'vitest';\nit('breaks', () => expect(1).toBe(2));\n";
const skipping = "import { it } from 'vitest';\nit.skip('waits', () => {});\n";
const stray =
  "import { it } from 'vitest';\nit('leaves an error behind', () => void Promise.reject(new Error('stray')));\n";

const lawless = `import fc from 'fast-check';
import { expect, it } from 'vitest';
it('is a law', () =>
  fc.assert(fc.property(fc.nat(), (n) => expect(n).toBe(-1)), { seed: 7, numRuns: 1, endOnFailure: true }));
`;

/** Runs vitest with the tally on these test files: its exit status and its last lines, failures named. */
function run(files: Record<string, string>): { status: number; last: string[] } {
  const config = `import { TallyReporter } from '${ROOT}/test/support/tally-reporter.ts';
export default { test: { include: ['*.test.ts'], reporters: ['default', new TallyReporter()] } };\n`;
  const folder = plant({ ...files, 'vitest.config.ts': config, 'package.json': '{ "type": "module" }' });
  const { status, output } = runTool('vitest', ['run', '--root', folder], folder);
  const tallies = output.split('\n').filter((line) => /^(failed: .*|\d+ (passed, \d+ failed|skipped))$/.test(line));
  return { status, last: tallies };
}

describe('the last line of a run', () => {
  it.each<{ name: string; files: Record<string, string>; status: number; last: string[] }>([
    {
      name: 'passed tests',
      files: { 'a.test.ts': passing, 'b.test.ts': passing },
      status: 0,
      last: ['2 passed, 0 failed'],
    },
    {
      name: 'a failed test',
      files: { 'a.test.ts': passing, 'b.test.ts': failing },
      status: 1,
      last: ['failed: b.test.ts > breaks: expected 1 to be 2 // Object.is equality', '1 passed, 1 failed'],
    },
    {
      name: 'a law that broke, with what replays it,',
      files: { 'a.test.ts': lawless },
      status: 1,
      last: [
        'failed: a.test.ts > is a law: Property failed after 1 tests { seed: 7, path: "0", endOnFailure: true } ' +
          'Counterexample: [1249844599] Shrunk 0 time(s) <- expected 1249844599 to be -1 // Object.is equality',
        '0 passed, 1 failed',
      ],
    },
    {
      name: 'a file that does not load',
      files: { 'a.test.ts': passing, 'b.test.ts': "throw new Error('broken');" },
      status: 1,
      last: ['failed: b.test.ts: broken', '1 passed, 1 failed'],
    },
    {
      name: 'an error outside any test',
      files: { 'a.test.ts': stray },
      status: 1,
      last: ['failed: outside any test: stray', '1 passed, 1 failed'],
    },
    {
      name: 'a skipped test apart',
      files: { 'a.test.ts': passing + skipping.replace(/^.*\n/, '') },
      status: 0,
      last: ['1 skipped', '1 passed, 0 failed'],
    },
  ])('counts and names $name', ({ files, status, last }) => {
    expect(run(files)).toStrictEqual({ status, last });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plant, ROOT } from '../support/plant.ts';
import { runTool } from '../support/run-tool.ts';

const CONFIGURATION = `import { COVERAGE, FolderReporter } from '${ROOT}/test/support/coverage.ts';
import { TallyReporter } from '${ROOT}/test/support/tally-reporter.ts';
export default {
  test: {
    include: ['test/*.test.ts'],
    pool: 'forks',
    coverage: COVERAGE,
    reporters: ['default', new FolderReporter(), new TallyReporter()],
  },
};
`;
const both = (name: string): string => `/** Has types, so that what runs is not what is written. */
export function ${name}(first: boolean): string {
  if (first) {
    const told: string = 'one';
    return told;
  }
  const other: string = 'other';
  return other;
}
`;

/** Each way in which tests make the product run: here, in a program of its own, in a thread of that program. */
const PROJECT: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'vitest.config.ts': CONFIGURATION,
  'core/here.ts': both('here'),
  'bin/child.ts': `import { Worker } from 'node:worker_threads';
import { inChild } from '../core/in-child.ts';
process.stdout.write(inChild(process.argv[2] === 'first'));
const env = { NODE_V8_COVERAGE: process.env.NODE_V8_COVERAGE };
const thread = new Worker(new URL('../adapters/thread.ts', import.meta.url), { env });
thread.once('message', () => void thread.terminate());
`,
  'core/in-child.ts': both('inChild'),
  'adapters/thread.ts': `import { parentPort } from 'node:worker_threads';
import { inThread } from '../core/in-thread.ts';
parentPort?.postMessage(inThread(true));
`,
  'core/in-thread.ts': both('inThread'),
};
/** @param children arguments of each child that the test starts */
const testOf = (...children: string[]): string => `import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { here } from '../core/here.ts';
it('runs it', () => {
  expect(here(true) + here(false)).toBe('oneother');
  for (const word of ${JSON.stringify(children)}) {
    const { status, stderr } = spawnSync(process.execPath, ['bin/child.ts', word], { encoding: 'utf8' });
    expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
  }
});
`;

interface Counted {
  readonly lines: { readonly total: number; readonly covered: number; readonly pct: number };
}

/** Runs the gate in a folder: how it ended, what it said, and lines that did not run, by file. */
function gate(files: Readonly<Record<string, string>>) {
  const folder = plant({ ...PROJECT, ...files });
  const { status, output } = runTool('vitest', ['run', '--coverage', '--root', folder], folder);
  const summary = JSON.parse(readFileSync(join(folder, 'coverage/coverage-summary.json'), 'utf8')) as {
    readonly [file: string]: Counted;
  };
  const { total, ...each } = summary;
  const missed = Object.entries(each).map(([file, { lines }]) => [
    file.slice(folder.length + 1),
    lines.total - lines.covered,
  ]);
  return { status, output, percent: total?.lines.pct ?? 0, missed: Object.fromEntries(missed) };
}

describe('coverage', { timeout: 60_000 }, () => {
  it('is merged over workers, programs and threads that tests start, branch by branch', () => {
    const { status, missed, output } = gate({ 'test/a.test.ts': testOf('first', 'second') });
    expect(missed).toStrictEqual({
      'adapters/thread.ts': 0,
      'bin/child.ts': 0,
      'core/here.ts': 0,
      'core/in-child.ts': 0,
      'core/in-thread.ts': 2, // nobody ever asked the thread for the other one
    });
    expect(output).toContain('core/');
    expect(status).toBe(0);
    expect(output).toContain('\n1 passed, 0 failed\n');
  });

  it('counts no branch that no process ran, however often the others ran', () => {
    const { missed } = gate({ 'test/a.test.ts': testOf('second', 'second', 'second') });
    expect(missed['core/in-child.ts']).toBe(2);
  });

  it('fails below the floor, and a file that nobody loads counts as not run', () => {
    const lost = Array.from({ length: 4 }, (_, index) => both(`lost${index}`)).join('');
    const { status, output, percent, missed } = gate({
      'test/a.test.ts': testOf('first', 'second'),
      'core/lost.ts': lost,
    });
    expect(missed['core/lost.ts']).toBe(20);
    expect(percent).toBeLessThan(90);
    expect(output).toMatch(/Coverage for lines \([\d.]+%\) does not meet global threshold \(90%\)/);
    expect(status).toBe(1);
    expect(output).toContain('\n1 passed, 1 failed\n');
  });
});

import { describe, expect, it } from 'vitest';
import { plant, ROOT } from '../support/plant.ts';
import { runTool } from '../support/run-tool.ts';

const YEARS = 7; // longer than anything lives that tests sign: a first trust root lives five
const then = new Date(Date.now() + YEARS * 365.25 * 86_400_000).getFullYear();
const AHEAD = { NODE_OPTIONS: `--import ${ROOT}/test/support/years-ahead.ts`, TEST_YEARS_AHEAD: String(YEARS) };

/** Where real processes and real clocks are: what was signed on the day a fixture was written is held against today. */
const REAL = [
  'test/agent',
  'test/cli',
  'test/server',
  'test/journeys/agent-process.test.ts',
  'test/journeys/audit-verify.test.ts',
  'test/journeys/cli.test.ts',
  'test/journeys/kill-store.test.ts',
  'test/journeys/older-backup.test.ts',
  'test/journeys/second-verifier.test.ts',
  'test/journeys/serve.test.ts',
  'test/journeys/spine.test.ts',
];

describe('years from now', { timeout: 600_000 }, () => {
  it('it is another year, in workers and in the programs that they start', () => {
    const folder = plant({
      'package.json': '{ "type": "module" }',
      'a.test.ts': `import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
it('is not today', () => {
  const there = Number(execFileSync(process.execPath, ['-p', 'new Date().getFullYear()']));
  expect([new Date().getFullYear(), there]).toStrictEqual([${then}, ${then}]);
});
`,
    });
    expect(runTool('vitest', ['run', '--root', folder], folder, AHEAD).output).toContain('1 passed');
  });

  it('processes, agents and commands do what they do today', () => {
    const { status, output } = runTool('vitest', ['run', ...REAL], ROOT, AHEAD);
    expect(output.split('\n').filter((line) => line.includes('FAIL'))).toStrictEqual([]);
    expect(output).toMatch(/\n\d{3,} passed, 0 failed\n/);
    expect(status).toBe(0);
  });
});

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/plant.ts';

/* A demo that could not fail would show nothing: each sabotage takes one pillar away and must end it. */
describe('npm run demo -- --sabotage', () => {
  it.each([
    { sabotage: 'no-break', reason: /^expected the broken version to be rolled back by itself; saw .*"completed"/ },
    { sabotage: 'no-tamper', reason: /^expected the tampered file to be found; saw \[\]/ },
    {
      sabotage: 'failing-swap',
      reason: /^expected (?:deployment .* to end|fees-1\.0\.0 to be proven by every node); saw /,
    },
  ])(
    '$sabotage makes it end badly, at the expectation it breaks',
    ({ sabotage, reason }) => {
      const args = ['bin/demo.ts', '--sabotage', sabotage, '--json'];
      const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: 170_000 });
      const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { ok: boolean; reason: string };
      expect({ status, ok: last.ok }).toStrictEqual({ status: 1, ok: false });
      expect(last.reason).toMatch(reason);
    },
    180_000,
  );
});

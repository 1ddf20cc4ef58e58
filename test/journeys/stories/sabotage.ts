import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { ROOT } from '../../support/plant.ts';

/** Three whole demos take their time on a busy machine. */
export const SABOTAGE_MS = 180_000;

/** A demo that could not fail would show nothing: it must end badly, at the very expectation that this breaks. */
export function endsBadly(sabotage: string, reason: RegExp): void {
  const { status, stdout } = spawnSync(process.execPath, ['bin/demo.ts', '--sabotage', sabotage, '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: SABOTAGE_MS - 10_000,
  });
  const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { ok: boolean; reason: string };
  expect({ status, ok: last.ok }).toStrictEqual({ status: 1, ok: false });
  expect(last.reason).toMatch(reason);
}

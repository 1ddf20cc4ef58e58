import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processHook } from '../../../agent/real/process-hook.ts';

let dir: string;
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'plumb-hook-')));
});
afterAll(() => rmSync(dir, { recursive: true }));

const run = (...argv: string[]) => processHook({ argv, timeoutMs: 5000, dir })({ PLUMB_GENERATION: '7' });
const node = (script: string, ...args: string[]) => run(process.execPath, '-e', script, ...args);

describe('a hook', () => {
  it('is taken at exit code 0', async () => expect(await node('')).toStrictEqual({ ok: true }));

  it('is refused at any other, with its words, without control characters', async () =>
    expect(await node("console.error('no such\\x1b[31m tier'); process.exit(3)")).toStrictEqual({
      ok: false,
      reason: 'exit code 3: no such [31m tier',
    }));

  it('is refused when it cannot be run', async () =>
    expect(await run('/nowhere/at/all')).toStrictEqual({
      ok: false,
      reason: 'cannot run: spawn /nowhere/at/all ENOENT',
    }));

  it('is refused when a signal ends it', async () =>
    expect(await node("process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 5000)")).toStrictEqual({
      ok: false,
      reason: 'killed by SIGTERM',
    }));

  it('gets its arguments as they are: there is no shell', async () =>
    expect(await node('console.log(process.argv[1]); process.exit(1)', '$(id); `id` > x')).toStrictEqual({
      ok: false,
      reason: 'exit code 1: $(id); `id` > x',
    }));

  it("runs in the agent's folder with a small environment", async () => {
    process.env['PLUMB_TEST_SECRET'] = 'secret';
    const answer = await node('console.log(process.cwd(), Object.keys(process.env).sort().join()); process.exit(1)');
    delete process.env['PLUMB_TEST_SECRET'];
    const [, cwd, names] = /^exit code 1: (\S+) (\S+)$/.exec(answer.ok ? '' : answer.reason) ?? [];
    expect(cwd).toBe(dir);
    // Node itself hands NODE_V8_COVERAGE on to every child while coverage is collected.
    const allowed = ['HOME', 'LANG', 'NODE_V8_COVERAGE', 'PATH', 'PLUMB_DIR', 'PLUMB_GENERATION', 'TMPDIR', 'TZ'];
    expect(names?.split(',').filter((name) => !allowed.includes(name))).toStrictEqual([]);
    expect(names).toContain('PLUMB_DIR,PLUMB_GENERATION');
  });

  it('may say more than is kept', async () => {
    const answer = await node("process.stdout.write('x'.repeat(1e6), () => process.exit(1))");
    expect(answer.ok ? 0 : answer.reason.length).toBe('exit code 1: '.length + 4096);
  });

  it('does not wait for what it leaves running', async () => {
    // It would be killed at 5 s, and refused, if anybody waited for the child that holds its output.
    const child = "['-e', 'setTimeout(() => {}, 8000)'], { stdio: 'inherit' }";
    expect(await node(`require('child_process').spawn(process.execPath, ${child}).unref()`)).toStrictEqual({
      ok: true,
    });
  });
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from './plant.ts';

export interface AgentProcess {
  readonly dir: string;
  readonly child: ChildProcess;
  /** What readers see of a config now. */
  current(config: string): string | undefined;
}

/** `plumb agent` as a process of its own; ended with the test at the latest. */
export function startAgentProcess(url: string, dir: string, token: string): AgentProcess {
  mkdirSync(dir, { recursive: true });
  const tokenFile = `${dir}.token`;
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const child = spawn(
    process.execPath,
    ['bin/plumb.ts', 'agent', '--url', url, '--token-file', tokenFile, '--dir', dir],
    { cwd: ROOT, stdio: 'ignore' },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    dir,
    child,
    current: (config) => {
      try {
        return readFileSync(join(dir, 'current', config), 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** Runs one `plumb` command to its end, as a person would. */
export function plumb(connection: { readonly url: string; readonly token: string }, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/plumb.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, PLUMB_URL: connection.url, PLUMB_TOKEN: connection.token },
  });
  return { status, stdout, stderr };
}

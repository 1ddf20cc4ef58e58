import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { ROOT } from './plant.ts';

export interface Ready {
  readonly url: string;
  readonly data: string;
  readonly pid: number;
}

export interface EmbeddedProcess extends Ready {
  readonly child: ChildProcess;
  /** All of standard output and error so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** Sends a signal and answers how the process ended. */
  end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const args = (flags: readonly string[]): string[] => ['bin/serve.ts', ...flags];
/** Nothing of a developer's own settings reaches a test. */
const clean = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PLUMB_'))),
  ...environment,
});

/** Starts `bin/serve.ts --json` and answers once it says it is ready; ended with the test at the latest. */
export async function startEmbedded(
  flags: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<EmbeddedProcess> {
  return openEmbedded(flags, environment, (child) => onTestFinished(() => void child.kill('SIGKILL')));
}

/** The same for whoever ends it himself. @param started told of the process before it is ready */
export async function openEmbedded(
  flags: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  started: (child: ChildProcess) => void = () => {},
): Promise<EmbeddedProcess> {
  const child = spawn(process.execPath, args([...flags, '--json']), {
    cwd: ROOT,
    env: clean(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]) => String(first)),
    exited.then(([code]) => Promise.reject(new Error(`ended with ${code}: ${stderr}`))),
  ]);
  return {
    ...(JSON.parse(line) as Ready),
    child,
    output: () => ({ stdout, stderr }),
    async end(signal) {
      child.kill(signal);
      const [code, by] = await exited;
      return { code, signal: by };
    },
  };
}

/** What `bin/serve.ts` says to people: its first three lines. */
export async function greeting(flags: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, args(flags), {
    cwd: ROOT,
    env: clean({}),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) if (lines.push(line) === 3) break;
  return lines;
}

/** Runs `bin/serve.ts` where it is expected to end by itself. */
export function runEmbedded(flags: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args(flags), {
    cwd: ROOT,
    env: clean(environment),
    encoding: 'utf8',
    timeout: 15_000,
  });
  return { status, stdout, stderr };
}

/** A development token, as `plumb token` prints it. */
export function developmentToken(dataDir: string, role: string, subject?: string): string {
  const more = subject === undefined ? [] : ['--subject', subject];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/plumb.ts', 'token', '--role', role, '--data', dataDir, ...more],
    { cwd: ROOT, env: clean({}), encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

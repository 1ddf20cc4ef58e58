import { spawn } from 'node:child_process';
import type { Hook } from '../ports.ts';

export interface HookOptions {
  /** Command and arguments; never a shell line. */
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  /** The agent's folder: where the hook runs, and `PLUMB_DIR`. */
  readonly dir: string;
}

/** Of what a hook says, this much is kept for the reason (bytes); the rest is read and dropped. */
const OUTPUT_BYTES = 4096;

/** Variables a hook gets from the agent's own environment; the rest may hold secrets. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'] as const;

/**
 * Runs a command after each switch, in a process group of its own, which is killed at the timeout. Exit code 0 means
 * that the release was taken.
 */
export function processHook({ argv, timeoutMs, dir }: HookOptions): Hook {
  const [command, ...args] = argv;
  if (command === undefined) throw new RangeError('a hook needs a command');
  return (environment) =>
    new Promise((resolve) => {
      const inherited = INHERITED.flatMap((name) => {
        const value = process.env[name];
        return value === undefined ? [] : [[name, value]];
      });
      const env = { ...Object.fromEntries(inherited), ...environment, PLUMB_DIR: dir };
      const child = spawn(command, args, { cwd: dir, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      const output: Buffer[] = [];
      let length = 0;
      const keep = (chunk: Buffer) => {
        if (length < OUTPUT_BYTES) output.push(chunk.subarray(0, OUTPUT_BYTES - length));
        length += chunk.length;
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        endGroup(child.pid);
      }, timeoutMs);
      const end = (reason: string | undefined) => {
        clearTimeout(timer);
        // What the hook left running may keep its pipes; the agent does not wait for it.
        child.stdout.destroy();
        child.stderr.destroy();
        resolve(reason === undefined ? { ok: true } : { ok: false, reason });
      };
      child.once('error', (error) => end(`cannot run: ${error.message}`));
      child.once('exit', (code, signal) => {
        // The last words may still be in the pipe.
        setImmediate(() =>
          end(code === 0 && !timedOut ? undefined : reasonOf({ code, signal, timedOut, timeoutMs, output })),
        );
      });
    });
}

/** Negative: the whole group. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

interface HookEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly timeoutMs: number;
  readonly output: readonly Buffer[];
}

function reasonOf({ code, signal, timedOut, timeoutMs, output }: HookEnd): string {
  const words = Buffer.concat(output)
    .toString('utf8')
    .replace(/\p{C}+/gu, ' ')
    .trim();
  const what = timedOut ? `killed after ${timeoutMs} ms` : code === null ? `killed by ${signal}` : `exit code ${code}`;
  return words ? `${what}: ${words}` : what;
}

import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { LocalFailure } from '../failure.ts';

/**
 * Starts a program that goes on when this one ends, in a group of its own, so that Ctrl-C does not reach it.
 * @param log where its output goes, from the start
 * @returns its process id
 */
export async function startDetached(
  program: string,
  args: readonly string[],
  { log, cwd, env }: { readonly log: string; readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): Promise<number> {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  try {
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', output, output] });
    child.unref();
    await new Promise((settle, fail) => child.once('spawn', settle).once('error', fail));
    if (child.pid === undefined) throw new Error('no process id');
    return child.pid;
  } catch (error) {
    throw new LocalFailure(`Cannot start ${program}: ${(error as Error).message}`);
  } finally {
    closeSync(output);
  }
}

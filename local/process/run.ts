import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { LocalFailure } from '../failure.ts';

export interface RunOptions {
  /** Words for a person: "cannot install DynamoDB Local". */
  readonly doing: string;
  /** Standard output and error are appended here. */
  readonly log: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end.
 * @throws LocalFailure naming what was being done and the log, if it cannot start or ends with another code than 0
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { doing, log, cwd, env = process.env } = options;
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  try {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', output, output] });
    const end = await new Promise<string | number | null>((settle) => {
      child.on('error', ({ message }) => settle(message));
      child.on('exit', (code, signal) => settle(signal ?? code));
    });
    if (end !== 0) throw new LocalFailure(`${doing}: ${program} ended with ${end}. Its output is in ${log}`);
  } finally {
    closeSync(output);
  }
}

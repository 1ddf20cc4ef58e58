import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '../..');
const TICKS_PER_SECOND = 100; // what Linux tells processes, whatever the kernel uses (proc(5))

export interface Program {
  readonly child: ChildProcess;
  /** Its first line, parsed. */
  readonly said: { readonly [name: string]: unknown };
  /** Ends it by its own process id, and answers when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a TypeScript program of this tree and waits for the line of JSON by which it says that it is ready. */
export async function startProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Program> {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs); // also when a measurement fails
  const gone = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]) => String(first)),
    gone.then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`))),
  ]);
  return {
    child,
    said: JSON.parse(line) as Program['said'],
    async end(signal = 'SIGTERM') {
      process.off('exit', killWithUs);
      child.kill(signal);
      await gone;
    },
  };
}

/** Runs a program of this tree to its end. @returns its last line, parsed */
export async function runProgram<T>(file: string, args: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as T;
}

/** Processor time a process has used, milliseconds; NaN where there is no /proc. */
export function cpuMsOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
  } catch {
    return Number.NaN;
  }
}

/** Memory a process holds now, mebibytes; NaN where there is no /proc. */
export function memoryMiBOf(pid: number | undefined): number {
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) / 1024;
  } catch {
    return Number.NaN;
  }
}

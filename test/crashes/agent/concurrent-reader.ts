import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { ROOT } from '../../support/plant.ts';

export interface ConcurrentReader {
  /** What it saw that was not of one release. */
  readonly mixes: readonly string[];
  /** Ends it. */
  sum(): Promise<{ readonly reads: number; readonly absent: number; readonly releases: number }>;
}

/** Another process that reads `configs` of an agent's folder together until it is told to end. */
export async function concurrentReader(dir: string, configs: readonly string[]): Promise<ConcurrentReader> {
  const program = join(ROOT, 'test/crashes/agent/read-together.ts');
  const child = spawn(process.execPath, [program, dir, ...configs], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const mixes: string[] = [];
  let sum = '';
  const lines = createInterface(child.stdout);
  const ready = once(lines, 'line');
  lines.on('line', (line) => {
    if (line.startsWith('mix')) mixes.push(line);
    else sum = line;
  });
  await ready;
  return {
    mixes,
    async sum() {
      child.stdin.end();
      await once(child, 'close');
      return JSON.parse(sum);
    },
  };
}

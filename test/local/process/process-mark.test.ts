import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { endMarked, mark, stillRuns } from '../../../local/process/process-mark.ts';

async function sleeper(): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child as ChildProcess & { readonly pid: number };
}

it('what was started is ended', async () => {
  const { pid } = await sleeper();
  const marked = mark(pid);
  expect(stillRuns(marked)).toBe(true);
  await endMarked(marked);
  expect(stillRuns(marked)).toBe(false);
});

it('a stranger with the same process id is left alone', async () => {
  const { pid, exitCode } = await sleeper();
  await endMarked({ pid, began: 'Thu Jan  1 00:00:00 1970' });
  expect(stillRuns(mark(pid))).toBe(true);
  expect(exitCode).toBeNull();
});

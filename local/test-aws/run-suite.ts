import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { awsEnvironment, type Emulator } from '../emulator.ts';
import { PROJECT } from '../folders.ts';
import { configOf, type Suite } from './suites.ts';
import { afterSecond, failedFiles, line, type Tally, tallyOf } from './tally.ts';

const VITEST = join(PROJECT, 'node_modules/vitest/vitest.mjs');

/** A fault of ours fails in many files or fails again; an emulator that stumbles under load does neither. */
const STUMBLES = 3;

/**
 * Runs a suite on an emulator to its end, showing what it prints. Where few files failed, these run once more, and it
 * is said: an emulator on a busy machine drops a request now and then, and what fails twice is a failure.
 * @param say words for a person
 */
export async function runSuite(suite: Suite, emulator: Emulator, say: (line: string) => void): Promise<Tally> {
  const first = await runFiles(
    suite,
    emulator,
    suite.folders.map((folder) => `test/aws/${folder}`),
  );
  const again = failedFiles(first.output);
  if (first.tally.failed === 0 || again.length === 0 || again.length > STUMBLES) return first.tally;
  say(`\n${line(first.tally)}; once more: ${again.join(', ')}`);
  const second = await runFiles(suite, emulator, again);
  const settled = afterSecond(first.tally, second.tally);
  say(`${settled.failed === 0 ? 'Passed the second time' : 'Failed twice'}: ${again.join(', ')}`);
  return settled;
}

async function runFiles(
  suite: Suite,
  emulator: Emulator,
  files: readonly string[],
): Promise<{ readonly output: string; readonly tally: Tally }> {
  const runner = spawn(process.execPath, [VITEST, 'run', '--config', configOf(suite), ...files], {
    cwd: PROJECT,
    env: { ...process.env, ...awsEnvironment(emulator), PLUMB_EMULATOR: emulator.name },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const [from, to] of [
    [runner.stdout, process.stdout],
    [runner.stderr, process.stderr],
  ] as const)
    from.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      to.write(text);
    });
  const exitCode = await new Promise<number>((settle, fail) => {
    runner.on('error', fail);
    runner.on('close', (code) => settle(code ?? 1));
  });
  return { output, tally: tallyOf(output, exitCode) };
}

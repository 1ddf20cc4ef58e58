import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { awsEnvironment, type Emulator } from '../emulator.ts';
import { PROJECT } from '../folders.ts';
import { configOf, type Suite } from './suites.ts';
import { type Tally, tallyOf } from './tally.ts';

const VITEST = join(PROJECT, 'node_modules/vitest/vitest.mjs');

/** Runs a suite on an emulator to its end, showing what it prints. */
export async function runSuite(suite: Suite, emulator: Emulator): Promise<Tally> {
  const folders = suite.folders.map((folder) => `test/aws/${folder}`);
  const runner = spawn(process.execPath, [VITEST, 'run', '--config', configOf(suite), ...folders], {
    cwd: PROJECT,
    env: { ...process.env, ...awsEnvironment(emulator), PLUMB_EMULATOR: emulator.name },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  runner.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const exitCode = await new Promise<number>((settle, fail) => {
    runner.on('error', fail);
    runner.on('close', (code) => settle(code ?? 1));
  });
  return tallyOf(output, exitCode);
}

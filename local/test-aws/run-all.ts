import type { Emulator, EmulatorName } from '../emulator.ts';
import { startOrFind, takeDown } from '../find-emulator.ts';
import { bringUp } from '../up.ts';
import { runSuite } from './run-suite.ts';
import type { Suite } from './suites.ts';
import { line, type Tally } from './tally.ts';

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/**
 * Runs suites, those of one emulator together: it is started empty before them, and ends after them however they end.
 * @param say words for a person
 * @returns one tally a suite; a suite whose emulator could not be had counts as one failure
 */
export async function runAll(suites: readonly Suite[], say: (line: string) => void): Promise<readonly Tally[]> {
  for (const { name, on, folders, why } of suites)
    say(`${name} on ${on} (${folders.map((folder) => `test/aws/${folder}`).join(', ')}): ${why}`);
  const tallies: Tally[] = [];
  for (const on of new Set(suites.map((suite) => suite.on))) {
    const here = suites.filter((suite) => suite.on === on);
    try {
      await takeDown(on); // what an earlier run may have left
      for (const suite of here) tallies.push(await prepareAndRun(suite, say));
    } finally {
      await takeDown(on);
    }
  }
  return tallies;
}

async function prepareAndRun(suite: Suite, say: (line: string) => void): Promise<Tally> {
  const began = performance.now();
  say(`\n${suite.name} on ${suite.on}`);
  let emulator: Emulator;
  try {
    emulator = await prepare(suite.on, suite.deployed, say);
  } catch (error) {
    say(`${suite.name} on ${suite.on} cannot run, which is a failure: ${(error as Error).message}`);
    return { passed: 0, failed: 1 };
  }
  say(`ready after ${seconds(began)}`);
  const tally = await runSuite(suite, emulator, say);
  say(`${suite.name} on ${suite.on}: ${line(tally)} in ${seconds(began)}`);
  return tally;
}

async function prepare(on: EmulatorName, deployed: boolean, say: (line: string) => void): Promise<Emulator> {
  if (deployed) await bringUp({ on, say });
  const { emulator } = await startOrFind(on);
  return emulator;
}

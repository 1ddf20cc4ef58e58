import { stripVTControlCharacters } from 'node:util';

/** How many tests of a suite passed and failed; what could not run at all counts as failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const LINE = /^(\d+) passed, (\d+) failed$/;

/**
 * Reads the last line of its kind, `N passed, N failed`, from what a test runner printed.
 * @param exitCode a runner that failed without a failed test, or never said how it ended, counts as one failure
 */
export function tallyOf(output: string, exitCode: number): Tally {
  const found = output.split('\n').findLast((line) => LINE.test(line.trim()));
  const [, passed, failed] = LINE.exec(found?.trim() ?? '') ?? [];
  if (passed === undefined || failed === undefined) return { passed: 0, failed: 1 };
  const counted = { passed: Number(passed), failed: Number(failed) };
  return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** The test files of which a runner said that something in them failed, each once, in order. */
export function failedFiles(output: string): readonly string[] {
  const plain = stripVTControlCharacters(output);
  return [...new Set([...plain.matchAll(/^ *FAIL +(test\/\S+\.test\.ts)/gm)].flatMap(([, file]) => file ?? []))];
}

/**
 * What counts when the files that failed ran once more: what failed again has failed, and nothing is counted twice.
 * A second run in which nothing ran settles nothing.
 */
export function afterSecond(first: Tally, second: Tally): Tally {
  if (second.passed === 0) return first;
  return { passed: Math.max(0, first.passed + first.failed - second.failed), failed: second.failed };
}

export const sum = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failed: tallies.reduce((total, { failed }) => total + failed, 0),
});

export const line = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;

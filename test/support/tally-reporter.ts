import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Printed when the process ends, so that it is the last line after all other reporters. */
const printLast = (text: (endedBadly: boolean) => string): void => {
  process.once('exit', (code) => process.stdout.write(text(code !== 0)));
};

/** Characters kept of one message: what replays a law, and the beginning of what broke it. */
const LONGEST = 600;

const paragraph = (message: string): string => {
  const line = (message.split(/\n\s*\n/)[0] ?? '').replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};

/**
 * What an error says, and what caused it, in one line. Of a law that broke, seed and path replay it: they are in the
 * second line of what fast-check says, and what was wrong is the cause.
 */
function inOneLine(error: SerializedError | undefined): string {
  const said = [error, error?.cause as SerializedError | undefined].flatMap((each) => each?.message ?? []);
  return said.length > 0 ? said.map(paragraph).join(' <- ') : 'no message';
}

/** What failed in a file, each in one line: the file itself where it could not be loaded, else its tests. */
function failures(module: TestModule): string[] {
  const broken = module.errors().map((error) => `${module.relativeModuleId}: ${inOneLine(error)}`);
  const tests = [...module.children.allTests('failed')].map(
    (test) => `${module.relativeModuleId} > ${test.fullName}: ${inOneLine(test.result().errors?.[0])}`,
  );
  return [...broken, ...tests];
}

/**
 * Sums up a run in one last line, `N passed, N failed`, for people and machines alike; before it each failure is named
 * in a line that begins with `failed: `, so that the end of a long log tells what to look for.
 * A file that could not be loaded and an error outside any test count as failed: their tests never ran. So does a run
 * that ends badly for another reason, as one below the floor of coverage.
 * Skipped tests are neither and get a line of their own, so that nobody takes them for passed.
 */
export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((each) => each === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const skipped = count('skipped');
    const failed = count('failed') + broken + unhandledErrors.length;
    const stray = unhandledErrors.map((error) => `outside any test: ${inOneLine(error)}`);
    for (const each of [...modules.flatMap(failures), ...stray]) printLast(() => `failed: ${each}\n`);
    if (skipped > 0) printLast(() => `${skipped} skipped\n`);
    printLast((endedBadly) => `${count('passed')} passed, ${failed || Number(endedBadly)} failed\n`);
  }
}

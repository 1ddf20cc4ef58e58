import type { Reporter, TestModule } from 'vitest/node';

/** Printed when the process ends, so that it is the last line after all other reporters. */
const printLast = (text: (endedBadly: boolean) => string): void => {
  process.once('exit', (code) => process.stdout.write(text(code !== 0)));
};

/**
 * Sums up a run in one last line, `N passed, N failed`, for people and machines alike.
 * A file that could not be loaded and an error outside any test count as failed: their tests never ran. So does a run
 * that ends badly for another reason, as one below the floor of coverage.
 * Skipped tests are neither and get a line of their own, so that nobody takes them for passed.
 */
export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((each) => each === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const skipped = count('skipped');
    const failed = count('failed') + broken + unhandledErrors.length;
    if (skipped > 0) printLast(() => `${skipped} skipped\n`);
    printLast((endedBadly) => `${count('passed')} passed, ${failed || Number(endedBadly)} failed\n`);
  }
}

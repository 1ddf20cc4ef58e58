import type { Reporter, TestModule } from 'vitest/node';

/** Printed when the process ends, so that it is the last line after all other reporters. */
const printLast = (text: string): void => {
  process.once('exit', () => process.stdout.write(text));
};

/**
 * Sums up a run in one last line, `N passed, N failed`, for people and machines alike.
 * A file that could not be loaded and an error outside any test count as failed: their tests never ran.
 * Skipped tests are neither and get a line of their own, so that nobody takes them for passed.
 */
export class TallyReporter implements Reporter {
  private readonly write: (text: string) => void;

  constructor(write: (text: string) => void = printLast) {
    this.write = write;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((each) => each === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const skipped = count('skipped');
    if (skipped > 0) this.write(`${skipped} skipped\n`);
    this.write(`${count('passed')} passed, ${count('failed') + broken + unhandledErrors.length} failed\n`);
  }
}

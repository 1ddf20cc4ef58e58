import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Printed when the process ends, so that it is the last line after all other reporters. */
const printLast = (text: (endedBadly: boolean) => string): void => {
  process.once('exit', (code) => process.stdout.write(text(code !== 0)));
};

const firstLine = (errors: readonly SerializedError[] | undefined): string =>
  String(errors?.[0]?.message ?? 'no message').split('\n')[0] ?? '';

/** What failed in a file, each in one line: the file itself where it could not be loaded, else its tests. */
function failures(module: TestModule): string[] {
  const broken = module.errors().map((error) => `${module.relativeModuleId}: ${firstLine([error])}`);
  const tests = [...module.children.allTests('failed')].map(
    (test) => `${module.relativeModuleId} > ${test.fullName}: ${firstLine(test.result().errors)}`,
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
    const stray = unhandledErrors.map((error) => `outside any test: ${firstLine([error])}`);
    for (const each of [...modules.flatMap(failures), ...stray]) printLast(() => `failed: ${each}\n`);
    if (skipped > 0) printLast(() => `${skipped} skipped\n`);
    printLast((endedBadly) => `${count('passed')} passed, ${failed || Number(endedBadly)} failed\n`);
  }
}

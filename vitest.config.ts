import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { COVERAGE, FLOORS, FolderReporter } from './test/support/coverage.ts';
import { TallyReporter } from './test/support/tally-reporter.ts';

const TESTS = ['test/**/*.test.ts'];
const ELSEWHERE = [...configDefaults.exclude, 'test/aws/**']; // these need emulated AWS: npm run test:aws
/** Tests that leave their process as they found it may follow each other in one: most time goes into loading modules. */
const TIDY = ['attacks', 'cli', 'core', 'functions', 'laws', 'lib', 'schemas', 'server', 'usecases'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

// Forks, not threads: node:sqlite locks, child processes and process.chdir then behave as they do in production.
export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'own process', include: TESTS, exclude: [...ELSEWHERE, ...TIDY] } },
      { extends: true, test: { name: 'shared process', include: TIDY, exclude: ELSEWHERE, isolate: false } },
    ],
    pool: 'forks',
    maxWorkers: 2,
    // Programs that tests start need not be compiled again each time (bin/compile-cache.cjs).
    env: {
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compile'),
      ...(process.argv.includes('--coverage') ? { LINES_ARE_COUNTED: 'yes' } : {}),
    },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    coverage: { ...COVERAGE, thresholds: { ...COVERAGE.thresholds, ...FLOORS } }, // npm test collects it; a run of a few files does not
    reporters: ['default', new FolderReporter(), new TallyReporter()],
  },
});

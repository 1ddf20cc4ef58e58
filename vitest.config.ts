import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { COVERAGE, FLOORS, FolderReporter } from './test/support/coverage.ts';
import { TallyReporter } from './test/support/tally-reporter.ts';

// Forks, not threads: node:sqlite locks, child processes and process.chdir then behave as they do in production.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/aws/**'], // these need emulated AWS: npm run test:aws
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

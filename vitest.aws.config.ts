import { defineConfig } from 'vitest/config';
import { TallyReporter } from './test/support/tally-reporter.ts';

/** Suites that need emulated AWS; `npm run test:aws` provisions it and says which run where. */
export default defineConfig({
  test: {
    include: ['test/aws/contract/**/*.test.ts'],
    globalSetup: ['test/aws/support/start-dynamodb.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', new TallyReporter()],
  },
});

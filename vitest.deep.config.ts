import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { TallyReporter } from './test/support/tally-reporter.ts';

/** What takes too long for every change: `npm run test:deep`. Needs no emulated AWS; what it needs, it installs. */
export default defineConfig({
  test: {
    include: ['test/**/*.deep.ts'],
    pool: 'forks',
    maxWorkers: 2,
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compile') },
    testTimeout: 600_000,
    hookTimeout: 120_000,
    reporters: ['default', new TallyReporter()],
  },
});

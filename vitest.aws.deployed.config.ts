import { defineConfig } from 'vitest/config';
import { InOrder } from './test/aws/support/in-order.ts';
import { TallyReporter } from './test/support/tally-reporter.ts';

/**
 * Stories on a control plane that is deployed to an emulated AWS: the one that PLUMB_EMULATOR names. One after the
 * other, because emulator, functions and agents share one machine; `npm run test:aws` says which run where.
 */
export default defineConfig({
  test: {
    include: ['test/aws/{journeys,gateway,faults,iam}/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    maxConcurrency: 1,
    sequence: { sequencer: InOrder },
    env: { TEST_PATIENCE: '6' },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: [['default', { summary: false }], new TallyReporter()],
  },
});

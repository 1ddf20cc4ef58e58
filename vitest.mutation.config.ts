import { defineConfig } from 'vitest/config';

/** What is asked of every mutant of the rules: `npm run test:mutation`. Tests of the rules themselves, which take seconds. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts', 'test/laws/**/*.test.ts', 'test/functions/node/**/*.test.ts'],
    isolate: false,
    testTimeout: 20_000,
  },
});

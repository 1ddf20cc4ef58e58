import { describe, expect, it } from 'vitest';
import { line, sum, tallyOf } from '../../../local/test-aws/tally.ts';

describe('the tally of a suite', () => {
  it.each([
    {
      name: 'is its last line of that kind',
      output: '1 passed, 0 failed\nmore\n12 passed, 3 failed\n',
      exit: 1,
      passed: 12,
      failed: 3,
    },
    { name: 'has no failure when there is none', output: '12 passed, 0 failed\n', exit: 0, passed: 12, failed: 0 },
    { name: 'counts a bad exit as a failure', output: '12 passed, 0 failed\n', exit: 1, passed: 12, failed: 1 },
    { name: 'is a failure when nothing was said', output: 'no such file\n', exit: 0, passed: 0, failed: 1 },
    { name: 'is not read from within a line', output: 'x: 12 passed, 0 failed here\n', exit: 0, passed: 0, failed: 1 },
  ])('$name', ({ output, exit, passed, failed }) => {
    expect(tallyOf(output, exit)).toStrictEqual({ passed, failed });
  });

  it('is summed over suites', () => {
    expect(
      line(
        sum([
          { passed: 2, failed: 1 },
          { passed: 3, failed: 0 },
        ]),
      ),
    ).toBe('5 passed, 1 failed');
    expect(line(sum([]))).toBe('0 passed, 0 failed');
  });
});

import { describe, expect, it } from 'vitest';
import { afterSecond, failedFiles, line, sum, tallyOf } from '../../../local/test-aws/tally.ts';

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

describe('files that run once more', () => {
  it('are those of which the runner said that something failed, each once', () => {
    const output = [
      ' ✓ test/aws/contract/bus.test.ts (4 tests)',
      '\u001b[41m FAIL \u001b[49m test/aws/contract/blobs.test.ts > blobs > one',
      ' FAIL  test/aws/contract/blobs.test.ts > blobs > two',
      ' FAIL  test/aws/faults/executions.test.ts',
      'it said FAIL  test/aws/contract/keyring.test.ts',
    ].join('\n');
    expect(failedFiles(output)).toStrictEqual([
      'test/aws/contract/blobs.test.ts',
      'test/aws/faults/executions.test.ts',
    ]);
    expect(failedFiles('12 passed, 0 failed')).toStrictEqual([]);
  });

  it.each([
    { name: 'all that failed passes', first: [313, 1], second: [6, 0], settled: [314, 0] },
    { name: 'it fails again', first: [313, 1], second: [5, 1], settled: [313, 1] },
    { name: 'one of two fails again', first: [10, 2], second: [3, 1], settled: [11, 1] },
    { name: 'more fails than before', first: [10, 1], second: [3, 4], settled: [7, 4] },
    { name: 'nothing ran', first: [10, 1], second: [0, 0], settled: [10, 1] },
    { name: 'nothing could run', first: [10, 1], second: [0, 1], settled: [10, 1] },
  ])('count once: $name', ({ first, second, settled }) => {
    const tally = ([passed = 0, failed = 0]: readonly number[]) => ({ passed, failed });
    expect(afterSecond(tally(first), tally(second))).toStrictEqual(tally(settled));
  });
});

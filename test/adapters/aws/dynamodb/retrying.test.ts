import { describe, expect, it } from 'vitest';
import { DynamoError } from '../../../../adapters/aws/dynamodb/dynamo-error.ts';
import { PATIENCE, persist } from '../../../../adapters/aws/dynamodb/retrying.ts';

const passing = new DynamoError('ThrottlingException', 'too much');

/** Fails so many times, on a clock that only pauses move. */
function trying(failures: number, error: unknown = passing, attemptMs = 0) {
  const pauses: number[] = [];
  let now = 0;
  let attempts = 0;
  const patience = {
    ...PATIENCE,
    random: () => 1,
    now: () => now,
    pause: async (ms: number) => {
      pauses.push(ms);
      now += ms;
    },
  };
  const run = persist(async () => {
    now += attemptMs;
    if (attempts++ < failures) throw error;
    return 'done';
  }, patience);
  return { run, pauses, attempts: () => attempts };
}

describe('persisting', () => {
  it('pauses twice as long each time, up to a second', async () => {
    const { run, pauses } = trying(7);
    expect(await run).toBe('done');
    expect(pauses).toStrictEqual([25, 50, 100, 200, 400, 800, 1000]);
  });

  it('throws the last failure after eight attempts', async () => {
    const { run, attempts } = trying(8);
    await expect(run).rejects.toBe(passing);
    expect(attempts()).toBe(8);
  });

  it('begins nothing later than ten seconds after the first attempt', async () => {
    const { run, attempts } = trying(8, passing, 3000);
    await expect(run).rejects.toBe(passing);
    expect(attempts()).toBe(4); // at 0, 3.025, 6.075 and 9.175 s
  });

  it.each([new DynamoError('ValidationException', 'no'), new Error('mine')])('does not repeat %s', async (error) => {
    const { run, attempts } = trying(1, error);
    await expect(run).rejects.toBe(error);
    expect(attempts()).toBe(1);
  });
});

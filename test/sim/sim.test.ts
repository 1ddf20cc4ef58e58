import { describe, expect, it } from 'vitest';
import { FAULTS } from './faults.ts';
import { simulate } from './simulate.ts';
import { addCounts } from './tally.ts';

const SEEDS = 16;
const counts = new Map<string, number>();

describe('a fleet in bad luck keeps every promise', () => {
  it.each(Array.from({ length: SEEDS }, (_, index) => index + 1))('seed %i', async (seed) => {
    const { broken, tally } = await simulate(seed);
    addCounts(counts, tally.counts);
    if (broken) throw broken;
  });

  it('has met every fault over all seeds', () => {
    expect(FAULTS.filter((fault) => !counts.get(fault))).toStrictEqual([]);
  });

  it('does the same again for the same seed', async () => {
    const [first, second] = [await simulate(1), await simulate(1)];
    expect([second.trace, [...second.tally.counts]]).toStrictEqual([first.trace, [...first.tally.counts]]);
  });
});

import type { PulseRow } from '../../../schemas/pulse.ts';

/** For how long a node may be silent that was told to come every `intervalSeconds` (design §7). */
export const stalePeriodSeconds = (intervalSeconds: number, staleAfterSeconds: number): number =>
  Math.max(staleAfterSeconds, 2.5 * intervalSeconds);

/**
 * A node has not been heard of for longer than `staleAfterSeconds` and two and a half of the intervals it was told: it
 * has left the denominators.
 * @param nowSeconds Unix seconds
 */
export const isStale = (
  { seenAt, intervalSeconds }: Pick<PulseRow, 'seenAt' | 'intervalSeconds'>,
  nowSeconds: number,
  staleAfterSeconds: number,
): boolean => nowSeconds - seenAt > stalePeriodSeconds(intervalSeconds, staleAfterSeconds);

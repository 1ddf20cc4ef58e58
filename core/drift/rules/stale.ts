import type { PulseRow } from '../../../schemas/pulse.ts';

/**
 * A node has not been heard of for longer than `staleAfterSeconds` and two and a half of the intervals it was told: it
 * has left the denominators (design §7).
 * @param nowSeconds Unix seconds
 */
export const isStale = (
  { seenAt, intervalSeconds }: Pick<PulseRow, 'seenAt' | 'intervalSeconds'>,
  nowSeconds: number,
  staleAfterSeconds: number,
): boolean => nowSeconds - seenAt > Math.max(staleAfterSeconds, 2.5 * intervalSeconds);

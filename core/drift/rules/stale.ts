/** When a node counts as gone, in Unix seconds; the limit follows the pace it was told (design §7). */
export interface Liveness {
  readonly seenAt: number;
  readonly intervalSeconds: number;
}

/** A node has not been heard of for longer than `staleAfterSeconds` and two and a half of its intervals. */
export const isStale = (
  { seenAt, intervalSeconds }: Liveness,
  nowSeconds: number,
  staleAfterSeconds: number,
): boolean => nowSeconds - seenAt > stalePeriod(intervalSeconds, staleAfterSeconds);

/** Seconds of silence that a node is allowed. */
export const stalePeriod = (intervalSeconds: number, staleAfterSeconds: number): number =>
  Math.max(staleAfterSeconds, 2.5 * intervalSeconds);

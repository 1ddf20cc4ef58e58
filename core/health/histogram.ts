import type { HealthCounts } from '../../schemas/health.ts';

type LatencyHistogram = HealthCounts['latency'];

/** Upper bound of a bucket in milliseconds. */
export const bucketMilliseconds = (bucket: number): number => 2 ** (bucket / 4);

/**
 * What was counted between two readings of one cumulative histogram.
 * @returns undefined when a bucket shrank, or occurs twice: then these are not two readings of one histogram
 */
export function subtractHistogram(newest: LatencyHistogram, start: LatencyHistogram): LatencyHistogram | undefined {
  // Most windows begin with nothing; a hundred thousand of them are looked at in one go.
  if (start.length === 0 && ascending(newest)) return newest;
  const before = new Map(start);
  const difference: LatencyHistogram = [];
  const seen = new Set<number>();
  for (const [bucket, count] of newest) {
    const grown = count - (before.get(bucket) ?? 0);
    if (grown < 0 || seen.has(bucket)) return undefined;
    seen.add(bucket);
    if (grown > 0) difference.push([bucket, grown]);
  }
  return [...before].some(([bucket, count]) => count > 0 && !seen.has(bucket)) ? undefined : difference;
}

const ascending = (histogram: LatencyHistogram): boolean =>
  histogram.every(([bucket], index) => index === 0 || bucket > (histogram[index - 1]?.[0] ?? 0));

/** Adds a histogram, each of its counts times `weight`, to dense sums. */
export function addHistogram(sums: number[], histogram: LatencyHistogram, weight: number): void {
  for (const [bucket, count] of histogram) sums[bucket] = (sums[bucket] ?? 0) + count * weight;
}

export const histogramTotal = (histogram: LatencyHistogram): number =>
  histogram.reduce((sum, [, count]) => sum + count, 0);

/**
 * Upper bound, in milliseconds, of the bucket in which the quantile lies.
 * @param share 0 < share ≤ 1; 0.99 is the p99
 * @returns null for an empty histogram
 */
export function quantileMilliseconds(histogram: LatencyHistogram, share: number): number | null {
  const sorted = [...histogram].sort(([a], [b]) => a - b);
  const wanted = histogramTotal(histogram) * share;
  let reached = 0;
  for (const [bucket, count] of sorted) {
    reached += count;
    // Sums of weighted counts are not exact; a hair below the share is the share.
    if (count > 0 && reached >= wanted - 1e-9) return bucketMilliseconds(bucket);
  }
  return null;
}

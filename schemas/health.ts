import * as z from 'zod';
import { Count } from './words.ts';

/**
 * Latency histogram: sparse, cumulative. Bucket `i` counts requests with latency ≤ 2^(i/4) milliseconds and
 * above the bucket before it; bucket 63 takes all that is slower (about 55 s). 19 % resolution.
 */
export const LatencyHistogram = z
  .array(z.tuple([z.int().min(0).max(63), Count]))
  .max(64)
  .meta({ id: 'LatencyHistogram' });

export const CUSTOM_COUNTERS = 8;
/** Bounded like a count, so that the sums of a fleet are numbers too. */
const Counter = z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

/** Cumulative counts; they only grow, so a lost or doubled check-in changes nothing. */
export const HealthCounts = z
  .strictObject({
    requests: Count,
    errors: Count,
    probesOk: Count,
    probesFailed: Count,
    latency: LatencyHistogram,
    custom: z
      .record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.]{0,31}$/), Counter)
      .refine((custom) => Object.keys(custom).length <= CUSTOM_COUNTERS, 'at most 8 custom counters')
      .optional(),
  })
  .meta({ id: 'HealthCounts' });
export type HealthCounts = z.infer<typeof HealthCounts>;

/** A health sample, ordered by (bootId, sequence). `counts` run since the activation of `generation`. */
export const HealthSample = z
  .strictObject({
    bootId: z.uuid(),
    sequence: Count,
    generation: Count,
    counts: HealthCounts,
    /** The same since boot; absent when nothing was activated since then. */
    sinceBoot: HealthCounts.optional(),
  })
  .meta({ id: 'HealthSample' });
export type HealthSample = z.infer<typeof HealthSample>;

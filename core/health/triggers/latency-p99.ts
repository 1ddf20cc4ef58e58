import { bucketMilliseconds, histogramTotal, quantileMilliseconds } from '../histogram.ts';
import { above, type Trigger } from './trigger.ts';

/** Fewer slow requests than this are no pattern, however few there were in all. */
const SLOW_AT_LEAST = 5;

/**
 * The slowest hundredth has become slower, in proportion to the reference; small absolute rises are noise. Of few
 * requests the p99 is just the slowest one, so that many more of them must be above the limit than chance explains.
 */
export const latencyP99: Trigger = ({ candidate, reference, comparedWith, policy }) => {
  const enough = policy.minimumSample.requests;
  if (!reference || histogramTotal(candidate.latency) < enough || histogramTotal(reference.latency) < enough) return [];
  const value = quantileMilliseconds(candidate.latency, 0.99);
  const compared = quantileMilliseconds(reference.latency, 0.99);
  if (value === null || compared === null) return [];
  const limit = Math.max(compared * (1 + policy.latencyIncrease / 100), compared + policy.latencyFloorMilliseconds);
  if (!above(value, limit) || slowerThan(candidate.latency, limit) <= byChance(candidate, reference, limit)) return [];
  return [
    {
      trigger: 'latency_p99',
      share: 'requests',
      candidate: value,
      reference: compared,
      limit,
      unit: 'milliseconds',
      comparedWith,
    },
  ];
};

type Latencies = Pick<Parameters<Trigger>[0]['candidate'], 'latency'>;

/**
 * How many of the candidate's requests may be above the limit if it is as fast as the reference: the expected number
 * and three standard deviations (of a Poisson distribution). Expected is one in a hundred, or as many as the reference
 * itself may have: what was seen there and three more, for of n requests none is what a share of 3/n shows one time
 * in twenty.
 */
function byChance(candidate: Latencies, reference: Latencies, limit: number): number {
  const share = Math.max(0.01, (slowerThan(reference.latency, limit) + 3) / histogramTotal(reference.latency));
  const expected = share * histogramTotal(candidate.latency);
  return Math.max(SLOW_AT_LEAST - 1, expected + 3 * Math.sqrt(expected));
}

/** Requests in buckets above the limit. */
const slowerThan = (latency: Latencies['latency'], limit: number): number =>
  latency.reduce((sum, [bucket, count]) => (above(bucketMilliseconds(bucket), limit) ? sum + count : sum), 0);

import { histogramTotal, quantileMilliseconds } from '../histogram.ts';
import { above, type Trigger } from './trigger.ts';

/** The slowest hundredth has become slower, in proportion to the reference; small absolute rises are noise. */
export const latencyP99: Trigger = ({ candidate, reference, comparedWith, policy }) => {
  const enough = policy.minimumSample.requests;
  if (!reference || histogramTotal(candidate.latency) < enough || histogramTotal(reference.latency) < enough) return [];
  const value = quantileMilliseconds(candidate.latency, 0.99);
  const compared = quantileMilliseconds(reference.latency, 0.99);
  if (value === null || compared === null) return [];
  const limit = Math.max(compared * (1 + policy.latencyIncrease / 100), compared + policy.latencyFloorMilliseconds);
  if (!above(value, limit)) return [];
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

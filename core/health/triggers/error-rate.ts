import { above, type Trigger } from './trigger.ts';

/** Errors are more frequent than in the reference, by percentage points: per request, and per node. */
export const errorRate: Trigger = ({ candidate, reference, comparedWith, policy }) => {
  if (candidate.requests < policy.minimumSample.requests) return [];
  const rises = policy.errorRateIncrease / 100;
  const pairs = [
    ['requests', candidate.errors / candidate.requests, reference && reference.errors / reference.requests],
    ['nodes', candidate.nodeErrorRate, reference?.nodeErrorRate ?? null],
  ] as const;
  return pairs.flatMap(([share, value, compared]) => {
    const limit = (compared ?? 0) + rises;
    if (!above(value, limit)) return [];
    return [
      {
        trigger: 'error_rate' as const,
        share,
        candidate: value,
        reference: compared,
        limit,
        unit: 'ratio' as const,
        comparedWith,
      },
    ];
  });
};

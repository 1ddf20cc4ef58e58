import type { TriggerFinding } from '../../../schemas/deployment-report.ts';
import type { CohortHealth } from '../cohort.ts';
import { counterOf } from '../counter.ts';
import { above, type Trigger } from './trigger.ts';

/** A counter of the service's own, per request, passes the limit of its rule. */
export const customMetric: Trigger = ({ candidate, reference, comparedWith, policy }) => {
  if (candidate.requests < policy.minimumSample.requests) return [];
  return policy.metrics.flatMap(({ metric, maxPerRequest, increasePerRequest }): TriggerFinding[] => {
    const value = perRequest(candidate, metric);
    const compared = reference && perRequest(reference, metric);
    const limits = [
      ...(maxPerRequest === undefined ? [] : [maxPerRequest]),
      ...(increasePerRequest === undefined ? [] : [(compared ?? 0) + increasePerRequest]),
    ];
    const limit = Math.min(...limits);
    if (!above(value, limit)) return [];
    return [
      {
        trigger: 'custom_metric',
        metric,
        share: 'requests',
        candidate: value,
        reference: compared,
        limit,
        unit: 'per_request',
        comparedWith,
      },
    ];
  });
};

const perRequest = ({ custom, requests }: CohortHealth, metric: string): number =>
  requests > 0 ? counterOf(custom, metric) / requests : 0;

import type { TriggerFinding } from '../../../schemas/deployment-report.ts';
import { above, type Trigger } from './trigger.ts';

/**
 * Too many probes fail, or too many nodes are unhealthy. A node that gave up swapping to the candidate is a failed
 * check as well: it says "I cannot run this", which is worse than running it badly.
 */
export const failedHealthChecks: Trigger = ({ candidate, nodes, policy }) => {
  const limit = policy.failedHealthChecks / 100;
  const probes = candidate.probesOk + candidate.probesFailed;
  const probed = probes >= policy.minimumSample.probes;
  const failing = (probed ? nodes.unhealthy : 0) + nodes.gaveUp;
  const found = (share: TriggerFinding['share'], value: number): TriggerFinding[] =>
    above(value, limit)
      ? [
          {
            trigger: 'failed_health_checks',
            share,
            candidate: value,
            reference: null,
            limit,
            unit: 'ratio',
            comparedWith: 'nothing',
          },
        ]
      : [];
  return [
    ...(probed ? found('requests', candidate.probesFailed / probes) : []),
    ...(failing > 0 ? found('nodes', failing / (nodes.running + nodes.gaveUp)) : []),
  ];
};

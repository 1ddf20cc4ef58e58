import type { TriggerFinding } from '../../schemas/deployment-report.ts';
import type { HealthPolicy } from '../../schemas/strategy.ts';
import type { CohortHealth } from './cohort.ts';
import { customMetric } from './triggers/custom-metric.ts';
import { errorRate } from './triggers/error-rate.ts';
import { failedHealthChecks } from './triggers/failed-health-checks.ts';
import { latencyP99 } from './triggers/latency-p99.ts';
import type { Comparison, Trigger } from './triggers/trigger.ts';

/** Everything that can roll a deployment back; one more rule is one more line. */
const TRIGGERS: readonly Trigger[] = [errorRate, latencyP99, failedHealthChecks, customMetric];

/** All triggers that fire, in the order of the list. */
export const findings = (comparison: Comparison): TriggerFinding[] =>
  TRIGGERS.flatMap((trigger) => trigger(comparison));

/** The stable cohort at the same time says more than yesterday; without enough of it, the time before must do. */
export function chooseReference(
  stable: CohortHealth,
  baseline: CohortHealth | null,
  { minimumSample }: Pick<HealthPolicy, 'minimumSample'>,
): Pick<Comparison, 'reference' | 'comparedWith'> {
  if (stable.requests >= minimumSample.requests) return { reference: stable, comparedWith: 'stable' };
  if (baseline && baseline.requests >= minimumSample.requests) return { reference: baseline, comparedWith: 'baseline' };
  return { reference: null, comparedWith: 'nothing' };
}

/** Whether a cohort has said enough to be judged. */
export const hasData = (
  { requests, probesOk, probesFailed }: CohortHealth,
  { minimumSample }: Pick<HealthPolicy, 'minimumSample'>,
): boolean => requests >= minimumSample.requests || probesOk + probesFailed >= minimumSample.probes;

/** Whether a cohort has ever been heard of health at all. */
export const reportsHealth = (cohort: CohortHealth | null): boolean =>
  cohort !== null && cohort.requests + cohort.probesOk + cohort.probesFailed > 0;

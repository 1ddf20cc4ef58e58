import type { TriggerFinding } from '../../../schemas/deployment-report.ts';
import type { HealthPolicy } from '../../../schemas/strategy.ts';
import type { CohortHealth } from '../cohort.ts';

/** What the triggers look at, at one moment. */
export interface Comparison {
  readonly candidate: CohortHealth;
  /** The stable cohort now, else the cluster before the deployment, else nothing to compare with. */
  readonly reference: CohortHealth | null;
  readonly comparedWith: TriggerFinding['comparedWith'];
  /** Candidate nodes, those whose last probe failed, and those that gave up on swapping to it. */
  readonly nodes: { readonly running: number; readonly unhealthy: number; readonly gaveUp: number };
  readonly policy: HealthPolicy;
}

/** One rule: what it found too high, perhaps nothing. */
export type Trigger = (comparison: Comparison) => TriggerFinding[];

/** At the limit is still within; rates are quotients, so a hair above it is too. */
export const above = (value: number, limit: number): boolean => value > limit + 1e-9;

import type { Observation } from '../../core/deployment/observe.ts';
import { cohort, T0 } from './cohort.ts';
import { noCounts, strategyOf } from './deployment-states.ts';

/* What an assessment of a running deployment is made from. */

export const CANARY = strategyOf({
  strategy: 'Canary',
  canaryPercentage: 10,
  phaseInterval: 'PT1M',
  healthCheckEnabled: true,
  autoPromote: true,
});
/** Both nodes of the phase have proven it, and all are well. */
export const observed = (some: Partial<Observation> = {}): Observation => ({
  counts: { ...noCounts, expected: 2, applied: 2 },
  candidate: cohort({ requests: 100, nodes: 2 }),
  stable: cohort({ requests: 100, nodes: 8 }),
  nodes: { running: 2, unhealthy: 0, gaveUp: 0 },
  worst: [],
  ...some,
});
/** @param seconds since T0 */
export const moment = (seconds: number) => ({ nowMs: T0 + seconds * 1000, assessSeconds: 15 });

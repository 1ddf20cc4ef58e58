import type { CohortHealth } from '../../core/health/cohort.ts';

/** Moment of the last event in states made for tests. */
export const T0 = Date.parse('2026-11-22T09:30:00.000Z');

/** A cohort of which only some figures matter; every request took about 32 ms. */
export const cohort = ({ requests = 0, errors = 0, latency, ...more }: Partial<CohortHealth> = {}): CohortHealth => ({
  nodes: 1,
  requests,
  errors,
  probesOk: 0,
  probesFailed: 0,
  latency: latency ?? (requests > 0 ? [[20, requests]] : []),
  custom: {},
  nodeErrorRate: requests > 0 ? errors / requests : 0,
  dropped: 0,
  seconds: 60,
  ...more,
});

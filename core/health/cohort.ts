import type { HealthCounts } from '../../schemas/health.ts';
import { addHistogram } from './histogram.ts';
import type { NodeWindow } from './node-window.ts';

/** Health of a set of nodes over their windows. Counts are weighted, so they need not be whole. */
export interface CohortHealth {
  /** Nodes whose sample counts. */
  readonly nodes: number;
  readonly requests: number;
  readonly errors: number;
  readonly probesOk: number;
  readonly probesFailed: number;
  readonly latency: HealthCounts['latency'];
  readonly custom: Readonly<Record<string, number>>;
  /** Mean of the error rates of nodes with enough requests to have one: every node weighs the same. */
  readonly nodeErrorRate: number;
  /** Samples dropped because they contradict themselves. */
  readonly dropped: number;
  /** Longest window. */
  readonly seconds: number;
}

/** One node weighs at most this many times its cohort's median (protocol §5). */
export const WEIGHT_CAP = 2;

/** With fewer requests in its window a node has no error rate of its own. */
export const NODE_RATE_REQUESTS = 5;

/**
 * Merges the windows of nodes. A node with more requests than twice the median counts as if it had just that many,
 * its errors and latencies in proportion, so that no single node, broken or lying, decides for the cohort.
 */
export function cohortHealth(windows: readonly NodeWindow[], dropped: number): CohortHealth {
  const busy = windows.map(({ requests }) => requests).filter((requests) => requests > 0);
  const cap = WEIGHT_CAP * median(busy);
  const sums = { requests: 0, errors: 0, probesOk: 0, probesFailed: 0, seconds: 0 };
  const latency: number[] = [];
  const custom = new Map<string, number>();
  const rates: number[] = [];
  for (const window of windows) {
    const weight = window.requests > cap ? cap / window.requests : 1;
    sums.requests += window.requests * weight;
    sums.errors += window.errors * weight;
    sums.probesOk += window.probesOk;
    sums.probesFailed += window.probesFailed;
    sums.seconds = Math.max(sums.seconds, window.seconds);
    addHistogram(latency, window.latency, weight);
    for (const [metric, value] of Object.entries(window.custom))
      custom.set(metric, (custom.get(metric) ?? 0) + value * weight);
    if (window.requests >= NODE_RATE_REQUESTS) rates.push(window.errors / window.requests);
  }
  const nodeErrorRate = rates.length > 0 ? rates.reduce((sum, rate) => sum + rate, 0) / rates.length : 0;
  const sparse: HealthCounts['latency'] = [];
  latency.forEach((count, bucket) => {
    if (count > 0) sparse.push([bucket, count]);
  });
  return {
    ...sums,
    nodes: windows.length,
    latency: sparse,
    custom: Object.fromEntries(custom),
    nodeErrorRate,
    dropped,
  };
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
};

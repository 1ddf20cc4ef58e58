import type { HealthCounts } from '../../schemas/health.ts';
import type { PulseRow } from '../../schemas/pulse.ts';
import { counterOf } from './counter.ts';
import { histogramTotal, subtractHistogram } from './histogram.ts';

/** What one node did between the start of its window and its newest sample. */
export interface NodeWindow {
  readonly requests: number;
  readonly errors: number;
  readonly probesOk: number;
  readonly probesFailed: number;
  readonly latency: HealthCounts['latency'];
  readonly custom: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/**
 * The window of a node, from cumulative counts, so that lost and doubled check-ins change nothing.
 * @returns `none` without a sample; `contradictory` when counts shrank, or there are more errors or latencies than
 *   requests: such a sample is dropped and counted, never believed in part
 */
export function nodeWindow({
  newest,
  windowStart,
}: Pick<PulseRow, 'newest' | 'windowStart'>): NodeWindow | 'none' | 'contradictory' {
  if (!newest) return 'none';
  const from = windowStart?.counts ?? NOTHING;
  const to = newest.counts;
  const latency = subtractHistogram(to.latency, from.latency);
  if (!latency) return 'contradictory';
  const window: NodeWindow = {
    requests: to.requests - from.requests,
    errors: to.errors - from.errors,
    probesOk: to.probesOk - from.probesOk,
    probesFailed: to.probesFailed - from.probesFailed,
    latency,
    custom: grownCounters(to.custom, from.custom),
    seconds: Math.max(0, newest.at - (windowStart?.at ?? newest.at)),
  };
  const { requests, errors, probesOk, probesFailed } = window;
  const shrank = [requests, errors, probesOk, probesFailed].some((count) => count < 0);
  return shrank || errors > requests || histogramTotal(latency) > requests ? 'contradictory' : window;
}

const NO_COUNTERS: Readonly<Record<string, number>> = {};

const grownCounters = (to: HealthCounts['custom'], from: HealthCounts['custom']): Readonly<Record<string, number>> =>
  to === undefined
    ? NO_COUNTERS
    : Object.fromEntries(Object.entries(to).map(([metric, value]) => [metric, value - counterOf(from, metric)]));

const NOTHING: HealthCounts = { requests: 0, errors: 0, probesOk: 0, probesFailed: 0, latency: [] };

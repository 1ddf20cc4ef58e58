import { CUSTOM_COUNTERS, type HealthCounts } from '../../schemas/health.ts';
import { counterOf } from '../health/counter.ts';

/** What the service beside the agent counts, cumulative since its own start. */
export type ServiceCounts = Pick<HealthCounts, 'requests' | 'errors' | 'latency' | 'custom'>;

export const NO_COUNTS: HealthCounts = { requests: 0, errors: 0, probesOk: 0, probesFailed: 0, latency: [] };

/**
 * Growth of the service's counts since the last look. Fewer requests than before means that it was started again:
 * then all it counts is new.
 */
export function growth(before: ServiceCounts | null, now: ServiceCounts): ServiceCounts {
  if (!before || now.requests < before.requests || now.errors < before.errors) return now;
  const earlier = new Map(before.latency);
  const latency = now.latency
    .map(([bucket, count]): [number, number] => [bucket, Math.max(0, count - (earlier.get(bucket) ?? 0))])
    .filter(([, count]) => count > 0);
  const custom = Object.entries(now.custom ?? {}).map(([name, value]) => [
    name,
    bounded(value - counterOf(before.custom, name)),
  ]);
  return {
    requests: now.requests - before.requests,
    errors: now.errors - before.errors,
    latency,
    ...(now.custom ? { custom: Object.fromEntries(custom) } : {}),
  };
}

/** As schemas/health.ts has it: a check-in with larger numbers is refused as a whole. */
const MOST = Number.MAX_SAFE_INTEGER;
const bounded = (value: number): number => Math.min(MOST, Math.max(-MOST, value));

/**
 * Adds what the service counted and how the probe went, null for no probe. Whatever a service says, the sum can be
 * reported: counts end at the largest there is, and of ever new custom counters the first ones stay.
 */
export function added(counts: HealthCounts, more: ServiceCounts, probe: 'ok' | 'failed' | null): HealthCounts {
  const latency = new Map(counts.latency);
  for (const [bucket, count] of more.latency) latency.set(bucket, bounded((latency.get(bucket) ?? 0) + count));
  const custom = new Map(Object.entries(counts.custom ?? {}));
  for (const [name, value] of Object.entries(more.custom ?? {}))
    if (custom.has(name) || custom.size < CUSTOM_COUNTERS) custom.set(name, bounded((custom.get(name) ?? 0) + value));
  return {
    requests: bounded(counts.requests + more.requests),
    errors: bounded(counts.errors + more.errors),
    probesOk: counts.probesOk + Number(probe === 'ok'),
    probesFailed: counts.probesFailed + Number(probe === 'failed'),
    latency: [...latency].sort(([a], [b]) => a - b),
    ...(custom.size > 0 ? { custom: Object.fromEntries(custom) } : {}),
  };
}

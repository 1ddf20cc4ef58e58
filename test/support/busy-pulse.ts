import { createHash } from 'node:crypto';
import type { PulseRow } from '../../schemas/pulse.ts';

/** Node ids as the server gives them, always the same. */
export const someNodes = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `node-${createHash('sha256').update(String(index)).digest('hex').slice(0, 32)}`,
  );

/** A bell of latencies in doubling steps around 2^(peak/4) ms, as a service has them that answers fast and seldom slow. */
export const latencies = (requests: number, buckets = 16, peak = 12): [number, number][] =>
  Array.from({ length: buckets }, (_, index): [number, number] => {
    const distance = index - Math.floor(buckets / 3);
    return [peak + distance, Math.floor((requests * 2 ** -Math.abs(distance)) / 3)];
  });

/**
 * The row of a service that answered ten million requests since its release was activated: sixteen buckets of
 * latencies in both samples, an old proof, and drift.
 */
export function busyPulse(over: Pick<PulseRow, 'cluster' | 'node'> & Partial<PulseRow>): Omit<PulseRow, 'proven'> {
  const seenAt = 1_795_339_800;
  const sample = (at: number, requests: number) => ({
    at,
    sequence: at % 1_000_000,
    counts: { requests, errors: 1234, probesOk: 90_123, probesFailed: 17, latency: latencies(requests) },
  });
  return {
    bootId: '6f1f5a0e-1111-4222-8333-444455556666',
    bootStartedAt: seenAt - 90_000,
    sequence: 91_234,
    generation: 1234,
    digestPrefix: 'abcdef0123456789',
    resident: 1235,
    seenAt,
    intervalSeconds: 33,
    newest: sample(seenAt, 10_000_000),
    windowStart: sample(seenAt - 60, 9_990_000),
    drift: ['version_behind', 'cpu_pressure'],
    unhealthy: false,
    ...over,
  };
}

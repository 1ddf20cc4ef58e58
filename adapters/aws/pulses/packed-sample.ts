import type { HealthCounts } from '../../../schemas/health.ts';
import type { PulseSample } from '../../../schemas/pulse.ts';
import { ByteReader, ByteWriter } from './bytes.ts';

/** A histogram is pairs of bucket and count, or a bitmap of 64 buckets and then the counts, whichever is shorter. */
const BITMAP = 0x40;
const BITMAP_BYTES = 8;

/** A sample in a few dozen bytes, base64. */
export function packSample({ at, sequence, counts }: PulseSample): string {
  const { requests, errors, probesOk, probesFailed, latency, custom } = counts;
  const bytes = new ByteWriter();
  for (const whole of [at, sequence, requests, errors, probesOk, probesFailed]) bytes.whole(whole);
  packLatency(bytes, latency);
  if (custom) {
    const counters = Object.entries(custom);
    bytes.whole(counters.length + 1);
    for (const [name, value] of counters) bytes.text(name).double(value);
  }
  return bytes.base64();
}

function packLatency(bytes: ByteWriter, latency: HealthCounts['latency']): void {
  const ascending = latency.every(([bucket], index) => index === 0 || bucket > (latency[index - 1]?.[0] ?? 0));
  const asBitmap = ascending && latency.length > BITMAP_BYTES;
  bytes.whole(asBitmap ? BITMAP : latency.length === BITMAP ? BITMAP + 1 : latency.length);
  if (asBitmap) {
    const bitmap = Buffer.alloc(BITMAP_BYTES);
    for (const [bucket] of latency) bitmap[bucket >> 3] = (bitmap[bucket >> 3] ?? 0) | (1 << (bucket & 7));
    bytes.raw(bitmap);
  }
  for (const [bucket, count] of latency) {
    if (!asBitmap) bytes.whole(bucket);
    bytes.whole(count);
  }
}

export function unpackSample(base64: string): PulseSample {
  const bytes = new ByteReader(base64);
  const at = bytes.whole();
  const sequence = bytes.whole();
  const requests = bytes.whole();
  const errors = bytes.whole();
  const probesOk = bytes.whole();
  const probesFailed = bytes.whole();
  const counts = { requests, errors, probesOk, probesFailed, latency: unpackLatency(bytes) };
  const counters = bytes.whole();
  if (counters === 0) return { at, sequence, counts };
  const custom = Object.fromEntries(Array.from({ length: counters - 1 }, () => [bytes.text(), bytes.double()]));
  return { at, sequence, counts: { ...counts, custom } };
}

function unpackLatency(bytes: ByteReader): HealthCounts['latency'] {
  const pairs = bytes.whole();
  if (pairs !== BITMAP) {
    const length = Math.min(pairs, BITMAP);
    return Array.from({ length }, () => [bytes.whole(), bytes.whole()]);
  }
  const bitmap = bytes.raw(BITMAP_BYTES);
  const latency: HealthCounts['latency'] = [];
  for (let bucket = 0; bucket < 64; bucket++)
    if (((bitmap[bucket >> 3] ?? 0) >> (bucket & 7)) & 1) latency.push([bucket, bytes.whole()]);
  return latency;
}

import { describe, expect, it } from 'vitest';
import { nextPulse, type Seen } from '../../../core/pulse/next-pulse.ts';
import type { HealthCounts } from '../../../schemas/health.ts';

const BOOT = '6f1f5a0e-1111-4222-8333-444455556666';
const OTHER_BOOT = '7f1f5a0e-1111-4222-8333-444455556666';
const DIGEST = 'a'.repeat(64);
const counts = (requests: number, errors = 0): HealthCounts => ({
  requests,
  errors,
  probesOk: 0,
  probesFailed: 0,
  latency: [],
});
const sample = (sequence: number, requests: number, over: object = {}) => ({
  bootId: BOOT,
  sequence,
  generation: 4,
  counts: counts(requests),
  ...over,
});
const seen = (at: number, over: Partial<Seen> = {}): Seen => ({
  cluster: 'till.production',
  node: `node-${'0'.repeat(32)}`,
  at,
  intervalSeconds: 1,
  running: { generation: 4, digest: DIGEST },
  resident: [],
  sample: sample(1, 10),
  drift: [],
  unhealthy: false,
  ...over,
});
const first = nextPulse(undefined, seen(1000));

describe('the last-value row of a node', () => {
  it('begins with the sample, over a window that begins at nothing', () => {
    expect(nextPulse(undefined, seen(1000))).toStrictEqual({
      cluster: 'till.production',
      node: `node-${'0'.repeat(32)}`,
      bootId: BOOT,
      bootStartedAt: 1000,
      sequence: 1,
      generation: 4,
      digestPrefix: 'a'.repeat(16),
      resident: 0,
      seenAt: 1000,
      intervalSeconds: 1,
      newest: { at: 1000, sequence: 1, counts: counts(10) },
      windowStart: { at: 1000, sequence: 0, counts: counts(0) },
      drift: [],
      unhealthy: false,
    });
  });
  it.each<[string, Partial<Seen>, number, boolean]>([
    ['takes a later sample', { sample: sample(2, 11) }, 11, false],
    ['keeps what it has when the same comes again', { sample: sample(1, 10) }, 10, false],
    ['drops one that comes late', { sample: sample(0, 5) }, 10, true],
    ['drops counts that shrank', { sample: sample(2, 9) }, 10, true],
    ['drops more errors than requests', { sample: sample(2, 12, { counts: counts(12, 13) }) }, 10, true],
    [
      'drops a sample of another release than the one that runs',
      { sample: sample(2, 12, { generation: 3 }) },
      10,
      true,
    ],
    ['keeps what it has without a sample', { sample: null }, 10, false],
  ])('%s', (_name, over, requests, dropped) => {
    const next = nextPulse(first, seen(1001, over));
    expect([next.newest?.counts.requests, next.samplesDropped, next.seenAt]).toStrictEqual([
      requests,
      dropped ? 1 : undefined,
      1001,
    ]);
    expect(next.sequence).toBe(first.sequence + 1);
  });
  it('counts what it drops, over releases and boots', () => {
    const late = nextPulse(first, seen(1001, { sample: sample(0, 5) }));
    const again = nextPulse(late, seen(1002, { sample: sample(2, 9) }));
    const booted = nextPulse(again, seen(1003, { sample: sample(1, 3, { bootId: OTHER_BOOT }) }));
    expect([late, again, booted].map(({ samplesDropped }) => samplesDropped)).toStrictEqual([1, 2, 2]);
  });
  it('begins anew with a new release, and with a new boot', () => {
    const released = nextPulse(
      first,
      seen(1001, { running: { generation: 5, digest: DIGEST }, sample: sample(2, 1, { generation: 5 }) }),
    );
    expect([
      released.newest?.counts.requests,
      released.windowStart?.counts.requests,
      released.bootStartedAt,
    ]).toStrictEqual([1, 0, 1000]);
    const booted = nextPulse(first, seen(1001, { sample: sample(1, 3, { bootId: OTHER_BOOT }) }));
    expect([booted.newest?.counts.requests, booted.bootStartedAt]).toStrictEqual([3, 1001]);
    const atOnce = nextPulse(first, seen(1000, { sample: sample(1, 3, { bootId: OTHER_BOOT }) }));
    expect(atOnce.bootStartedAt).toBeGreaterThan(first.bootStartedAt);
  });
  it('begins anew with another release that has the same generation', () => {
    const namesake = { generation: 4, digest: 'b'.repeat(64) };
    const next = nextPulse(first, seen(1001, { running: namesake, sample: sample(2, 3) }));
    expect(next).toMatchObject({ newest: { counts: counts(3) }, windowStart: { at: 1001, counts: counts(0) } });
  });
  it('moves its window to the newest sample before, after a minute', () => {
    const full = nextPulse(first, seen(1060, { sample: sample(2, 500) }));
    expect(full.windowStart).toStrictEqual(first.windowStart);
    const moved = nextPulse(full, seen(1061, { sample: sample(3, 510) }));
    expect(moved.windowStart).toStrictEqual(full.newest);
  });
  it('names the highest release held ready beside the running one', () => {
    expect(
      nextPulse(first, seen(1001, { resident: [{ generation: 4 }, { generation: 5 }, { generation: 3 }] })).resident,
    ).toBe(5);
  });
});

import { describe, expect, it } from 'vitest';
import { blankSight, type Lens, look, observation } from '../../../core/deployment/observe.ts';
import { gaveUp, nodeVerdict, patienceSeconds } from '../../../core/deployment/verdict.ts';
import { isStale } from '../../../core/drift/rules/stale.ts';
import { rankOf } from '../../../core/node/rank.ts';
import { NO_RELEASE } from '../../../core/pulse/release.ts';
import type { PulseRow } from '../../../schemas/pulse.ts';
import { DEPLOYMENT_ID } from '../../support/deployment-states.ts';

const NOW = 10_000;
/** Of every generation one, as rows and proofs name it. */
const release = (generation: number) => ({ generation, digestPrefix: String(generation).repeat(16) });
const lens: Lens = {
  deploymentId: DEPLOYMENT_ID,
  release: release(2),
  stable: release(1),
  cutoff: 'f'.repeat(16),
  members: null,
  mode: 'activate',
  releasedAt: NOW - 100,
  deadlineSeconds: 100,
  now: NOW,
  staleAfterSeconds: 120,
  patienceSeconds: 6,
};
const sample = (requests: number, errors = 0) => ({
  at: NOW,
  sequence: 2,
  counts: { requests, errors, probesOk: 0, probesFailed: 0, latency: [] },
});
const row = (some: Partial<PulseRow> = {}): PulseRow => ({
  cluster: 'payments.development',
  node: 'node-1',
  bootId: '',
  bootStartedAt: 0,
  sequence: 1,
  ...release(1),
  resident: 0,
  seenAt: NOW,
  intervalSeconds: 1,
  newest: null,
  windowStart: null,
  drift: [],
  unhealthy: false,
  proven: null,
  ...some,
});
const active = (generation: number) => ({ ...release(generation), epoch: 1, state: 'active', at: NOW - 50 }) as const;

describe('the verdict on a node', () => {
  it.each([
    { name: 'a receipt is what counts', node: { ...release(2), proven: active(2) }, verdict: 'applied' },
    { name: 'saying that it runs it proves nothing', node: release(2), verdict: 'pending' },
    {
      name: 'nor does a receipt of another generation',
      node: { ...release(2), proven: active(1) },
      verdict: 'pending',
    },
    {
      name: 'nor one of another release that had this generation',
      node: { ...release(2), proven: { ...active(2), digestPrefix: 'f'.repeat(16) } },
      verdict: 'pending',
    },
    {
      name: 'nor any when the cluster has no release of the deployment',
      node: { ...NO_RELEASE, proven: { ...active(0), ...NO_RELEASE } },
      lens: { release: null },
      verdict: 'pending',
    },
    {
      name: 'a proof is taken back by a check-in that shows another release of this generation',
      node: { generation: 2, digestPrefix: 'f'.repeat(16), proven: active(2) },
      verdict: 'pending',
    },
    {
      name: 'nor one that it is only resident',
      node: { ...release(2), proven: { ...active(2), state: 'resident' } },
      verdict: 'pending',
    },
    {
      name: 'which is enough for a preload',
      node: { proven: { ...active(2), state: 'resident' } },
      lens: { mode: 'preload' },
      verdict: 'applied',
    },
    {
      name: 'a check-in just before the receipt does not contradict it',
      node: { proven: { ...active(2), at: NOW - 1 } },
      verdict: 'applied',
    },
    { name: 'one after it does', node: { proven: { ...active(2), at: NOW - 2 } }, verdict: 'pending' },
    { name: 'in time to its last second', node: {}, lens: { deadlineSeconds: 100 }, verdict: 'pending' },
    { name: 'overdue after it', node: {}, lens: { deadlineSeconds: 99 }, verdict: 'overdue' },
    {
      name: 'who booted later has its time from then',
      node: { bootStartedAt: NOW - 99 },
      lens: { deadlineSeconds: 99 },
      verdict: 'pending',
    },
    { name: 'a failed swap is a failure at once', node: { drift: ['swap_failed'] }, verdict: 'failed' },
    { name: 'away is neither', node: { seenAt: NOW - 121, drift: ['swap_failed'] }, verdict: 'offline' },
  ] as { name: string; node: Partial<PulseRow>; lens?: Partial<Lens>; verdict: string }[])(
    '$name: $verdict',
    ({ node, verdict, ...more }) => expect(nodeVerdict(row(node), { ...lens, ...more.lens })).toBe(verdict),
  );

  it.each([
    { seconds: 120, interval: 1, stale: false },
    { seconds: 121, interval: 1, stale: true },
    { seconds: 750, interval: 300, stale: false },
    { seconds: 751, interval: 300, stale: true },
  ])('silent for $seconds s at an interval of $interval s: stale $stale', ({ seconds, interval, stale }) =>
    expect(isStale({ seenAt: NOW - seconds, intervalSeconds: interval }, NOW, 120)).toBe(stale),
  );

  it('gives up after all attempts have had their time', () => {
    expect(patienceSeconds(3, 2)).toBe(6); // pauses of 2 and 4 seconds
    expect(patienceSeconds(1, 2)).toBe(0);
    expect(gaveUp(row({ drift: ['swap_failed'] }), { now: 106, releasedAt: 100, patienceSeconds: 6 })).toBe(false);
    expect(gaveUp(row({ drift: ['swap_failed'] }), { now: 107, releasedAt: 100, patienceSeconds: 6 })).toBe(true);
    expect(gaveUp(row(), { now: 999, releasedAt: 100, patienceSeconds: 6 })).toBe(false);
  });
});

describe('what is seen of a cluster', () => {
  const seen = (rows: readonly PulseRow[], more: Partial<Lens> = {}) =>
    observation(rows.reduce((sight, each) => look(sight, each, { ...lens, ...more }), blankSight()));

  it('makes cohorts by what nodes run, never by assignment, and without those that are away', () => {
    const { candidate, stable, counts } = seen([
      row({ node: 'a', ...release(2), proven: active(2), newest: sample(10, 1) }),
      row({ node: 'b', ...release(1), newest: sample(20) }),
      row({ node: 'c', ...release(1), newest: sample(40), seenAt: NOW - 500 }),
      row({ node: 'd', ...release(7), newest: sample(80) }),
      row({ node: 'e', generation: 2, digestPrefix: 'f'.repeat(16), newest: sample(160) }),
      row({ node: 'f', generation: 1, digestPrefix: 'f'.repeat(16), newest: sample(320) }),
    ]);
    expect([candidate.requests, candidate.errors, stable.requests]).toStrictEqual([10, 1, 20]);
    expect(counts).toStrictEqual({ expected: 5, applied: 1, failed: 0, overdue: 0, offline: 1, pending: 4 });
  });

  it('counts the nodes up to the cutoff, and those that run the candidate already', () => {
    const cutoff = rankOf(DEPLOYMENT_ID, 'in');
    const out = ['x', 'y', 'z', 'w'].filter((node) => rankOf(DEPLOYMENT_ID, node) > cutoff);
    expect(out.length).toBeGreaterThan(1);
    const [first = '', second = ''] = out;
    const { counts } = seen([row({ node: 'in' }), row({ node: first }), row({ node: second, ...release(2) })], {
      cutoff,
    });
    expect(counts.expected).toBe(2);
  });

  it('counts only the nodes a selector matched', () =>
    expect(seen([row({ node: 'a' }), row({ node: 'b' })], { members: new Set(['b']) }).counts.expected).toBe(1));

  it('drops contradictory samples, counts them, and names the worst nodes first', () => {
    const { candidate, worst, nodes } = seen([
      row({ node: 'liar', ...release(2), newest: sample(1, 5) }),
      row({ node: 'bad', ...release(2), newest: sample(10, 3) }),
      row({ node: 'worse', ...release(2), newest: sample(10, 9), unhealthy: true }),
      row({ node: 'stuck', drift: ['swap_failed'] }),
    ]);
    expect([candidate.dropped, candidate.requests]).toStrictEqual([1, 20]);
    expect(worst.map(({ node, errors, swapFailed }) => [node, errors, swapFailed])).toStrictEqual([
      ['stuck', 0, true],
      ['worse', 9, false],
      ['bad', 3, false],
    ]);
    expect(nodes).toStrictEqual({ running: 3, unhealthy: 1, gaveUp: 1 });
  });

  it('keeps twenty bad nodes, not a fleet of them', () =>
    expect(
      seen(Array.from({ length: 50 }, (_, index) => row({ node: `n${index}`, ...release(2), newest: sample(10, 5) })))
        .worst.length,
    ).toBe(20));
});

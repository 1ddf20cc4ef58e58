import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packProof } from '../../../../adapters/aws/pulses/packed-proof.ts';
import { nodeKey, partitionKey } from '../../../../adapters/aws/pulses/places.ts';
import { merged, type PulseItem, packRow, unpackItem } from '../../../../adapters/aws/pulses/pulse-item.ts';
import { DRIFT_RULES } from '../../../../schemas/drift.ts';
import type { PulseRow } from '../../../../schemas/pulse.ts';
import { busyPulse, latencies, someNodes } from '../../../support/busy-pulse.ts';
import { itemBytes } from '../../../support/dynamo/item-bytes.ts';

const [NODE = ''] = someNodes(1);
const itemOf = ({ proven, ...row }: PulseRow): PulseItem => {
  const values = Object.entries(packRow(row)).filter(([, value]) => value !== undefined) as [
    string,
    PulseItem[string],
  ][];
  const keys = { c: { S: partitionKey(row.cluster, 127) }, n: { S: nodeKey(row.node) } };
  return { ...keys, ...Object.fromEntries(values), ...(proven ? { p: { S: packProof(proven) } } : {}) };
};
const proven = {
  epoch: 3,
  ...{ generation: 1234, digestPrefix: '0123456789abcdef' },
  state: 'active' as const,
  at: 1_795_339_700,
};
const sizeOf = (row: PulseRow): number => itemBytes(itemOf(row) as never);

describe('a stored row', () => {
  const count = fc.oneof(fc.nat(), fc.constantFrom(0, 127, 128, Number.MAX_SAFE_INTEGER));
  const sample = fc.record({
    at: count,
    sequence: count,
    counts: fc.record(
      {
        requests: count,
        errors: count,
        probesOk: count,
        probesFailed: count,
        latency: fc.oneof(
          fc.array(fc.tuple(fc.integer({ min: 0, max: 63 }), count), { maxLength: 64 }),
          fc
            .uniqueArray(fc.integer({ min: 0, max: 63 }))
            .map((all) => all.sort((a, b) => a - b).map((b): [number, number] => [b, b * 3])),
        ),
        custom: fc.dictionary(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_.]{0,31}$/), fc.double({ noNaN: true }), {
          maxKeys: 8,
          noNullPrototype: true,
        }),
      },
      { requiredKeys: ['requests', 'errors', 'probesOk', 'probesFailed', 'latency'] },
    ),
  });
  const row = fc.record(
    {
      cluster: fc.constant('edge'),
      node: fc.constantFrom(NODE, 'node-1'),
      bootId: fc.oneof(fc.uuid(), fc.constantFrom('', 'boot-5', '6F1F5A0E-1111-4222-8333-444455556666')),
      bootStartedAt: count,
      sequence: count,
      generation: count,
      digestPrefix: fc.constantFrom('', 'abcdef0123456789', 'short'),
      resident: count,
      seenAt: fc.nat(),
      intervalSeconds: fc.nat(),
      newest: fc.option(sample),
      windowStart: fc.option(sample),
      drift: fc.subarray([...DRIFT_RULES, 'a_rule_of_tomorrow']),
      unhealthy: fc.boolean(),
      samplesDropped: fc.integer({ min: 1 }),
      proven: fc.option(
        fc.record({
          epoch: count,
          generation: count,
          digestPrefix: fc.constantFrom('0000000000000000', 'abcdef0123456789'),
          state: fc.constantFrom('resident' as const, 'active' as const),
          at: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        }),
      ),
    },
    {
      requiredKeys: [
        'cluster',
        'node',
        'bootId',
        'bootStartedAt',
        'sequence',
        'generation',
        'digestPrefix',
        'resident',
        'seenAt',
        'intervalSeconds',
        'newest',
        'windowStart',
        'drift',
        'unhealthy',
        'proven',
      ],
      noNullPrototype: true,
    },
  );
  it('is read back as it was', () =>
    fc.assert(
      fc.property(row.map(structuredClone<PulseRow>), (stored) => {
        expect(unpackItem(itemOf(stored), 'edge').row).toStrictEqual(stored);
      }),
    ));

  it.each([
    { name: 'the higher generation', other: { generation: 1235 } },
    { name: 'the higher epoch', other: { epoch: 4, generation: 1 } },
  ])('of a node in two places keeps the higher proof: $name', ({ other }) => {
    const row = busyPulse({ cluster: 'edge', node: NODE });
    const higher = { ...proven, ...other };
    const [low, high] = [proven, higher].map((each) => unpackItem(itemOf({ ...row, proven: each }), 'edge'));
    if (!low || !high) throw new Error('two rows');
    for (const both of [merged(low, high), merged(high, low)]) expect(both.row.proven).toStrictEqual(higher);
  });

  it('knows every rule of drift by its number', () => {
    const all = { ...busyPulse({ cluster: 'edge', node: NODE }), drift: DRIFT_RULES, proven: null };
    expect(sizeOf(all) - sizeOf({ ...all, drift: [] })).toBe(DRIFT_RULES.length);
  });
});

describe('has at most 300 bytes as DynamoDB counts them', () => {
  const cluster = 'payment-service.production';
  const counts = (requests: number, buckets: number) => ({
    requests,
    errors: Math.floor(requests / 1000),
    probesOk: 9_999_999,
    probesFailed: 9_999,
    latency: latencies(requests, buckets),
  });
  const samples = (requests: number, buckets: number) => ({
    newest: { at: 1_795_339_800, sequence: 9_999_999, counts: counts(requests, buckets) },
    windowStart: { at: 1_795_339_740, sequence: 9_999_997, counts: counts(requests - 60_000, buckets) },
  });
  it.each<{ name: string; over: Partial<PulseRow>; most: number }>([
    { name: 'a node that serves nothing and has no samples', over: { newest: null, windowStart: null }, most: 135 },
    { name: 'a device that is only probed', over: samples(60_000, 0), most: 190 },
    { name: 'a service with sixteen latencies after ten million requests', over: {}, most: 285 },
    { name: 'fifty million requests, fourteen latencies', over: samples(50_000_000, 14), most: 300 },
    {
      name: 'every drift, a long name of its cluster',
      over: { drift: DRIFT_RULES, cluster: 'c'.repeat(31), samplesDropped: 99_999, unhealthy: true },
      most: 300,
    },
  ])('$name', ({ over, most }) => {
    const bytes = sizeOf({ ...busyPulse({ cluster, node: NODE }), proven, ...over });
    expect(bytes).toBeLessThanOrEqual(most);
    expect(bytes).toBeGreaterThan(most - 45); // the figure in this table is not a loose one
  });
  it('but for a fleet of which every node answered a billion requests in 24 latencies', () => {
    const bytes = sizeOf({ ...busyPulse({ cluster, node: NODE }), ...samples(1_000_000_000, 24), proven });
    expect(bytes).toBeLessThan(380);
  });
  it('but for own counters, by which a team makes its rows larger itself', () => {
    const custom = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`orders.placed.${index}`, 1e9 + index]));
    const { newest, windowStart } = busyPulse({ cluster, node: NODE });
    const own = { newest: newest && { ...newest, counts: { ...newest.counts, custom } }, windowStart };
    expect(sizeOf({ ...busyPulse({ cluster, node: NODE }), ...own, proven })).toBeLessThan(1024);
  });
});

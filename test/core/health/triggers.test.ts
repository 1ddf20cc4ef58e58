import { describe, expect, it } from 'vitest';
import type { CohortHealth } from '../../../core/health/cohort.ts';
import { chooseReference, findings } from '../../../core/health/compare-cohorts.ts';
import { HealthPolicy } from '../../../schemas/strategy.ts';
import { cohort } from '../../support/cohort.ts';

type Nodes = { running: number; unhealthy: number; gaveUp: number };
const fired = (
  candidate: CohortHealth,
  reference: CohortHealth | null,
  policy: object = {},
  nodes: Partial<Nodes> = {},
) =>
  findings({
    candidate,
    reference,
    comparedWith: reference ? 'stable' : 'nothing',
    nodes: { running: 10, unhealthy: 0, gaveUp: 0, ...nodes },
    policy: HealthPolicy.parse(policy),
  }).map(({ trigger, share }) => `${trigger}/${share}`);
/** Error rates of requests, in percent; nodes all the same. */
const failing = (percent: number) => cohort({ requests: 1000, errors: percent * 10, nodeErrorRate: 0 });

describe('error rate', () => {
  it.each([
    { candidate: 5, stable: 0, fires: false },
    { candidate: 5.1, stable: 0, fires: true },
    { candidate: 15, stable: 10, fires: false },
    { candidate: 15.1, stable: 10, fires: true },
  ])('$candidate % against $stable %: $fires', ({ candidate, stable, fires }) =>
    expect(fired(failing(candidate), failing(stable))).toStrictEqual(fires ? ['error_rate/requests'] : []),
  );
  it('counts nodes as well as requests', () =>
    expect(fired(cohort({ requests: 1000, errors: 10, nodeErrorRate: 0.1 }), failing(0))).toStrictEqual([
      'error_rate/nodes',
    ]));
  it('needs no reference to see errors', () => expect(fired(failing(6), null)).toStrictEqual(['error_rate/requests']));
  it('says nothing below the minimum sample', () => {
    expect(fired(cohort({ requests: 19, errors: 19 }), failing(0))).toStrictEqual([]);
    expect(fired(cohort({ requests: 20, errors: 20 }), failing(0))).toStrictEqual([
      'error_rate/requests',
      'error_rate/nodes',
    ]);
  });
  it('can be set', () => expect(fired(failing(6), failing(0), { errorRateIncrease: 6 })).toStrictEqual([]));
});

describe('latency p99', () => {
  const slow = (bucket: number) => cohort({ requests: 100, latency: [[bucket, 100]] }); // 2^(bucket/4) ms
  it.each([
    { name: '+41 % is within', candidate: 34, stable: 32, fires: false },
    { name: '+68 % is not', candidate: 35, stable: 32, fires: true },
    { name: 'a few milliseconds are noise', candidate: 12, stable: 4, fires: false },
    { name: 'above the floor they are not', candidate: 20, stable: 4, fires: true },
  ])('$name', ({ candidate, stable, fires }) =>
    expect(fired(slow(candidate), slow(stable))).toStrictEqual(fires ? ['latency_p99/requests'] : []),
  );
  /** Of so many requests at 256 ms so many at 1024 ms, against so many that are all at 256 ms. */
  const mixed = (requests: number, slow: number) =>
    cohort({
      requests,
      latency: [
        [32, requests - slow],
        [40, slow],
      ],
    });
  it.each([
    { name: 'one slow request of 20', requests: 20, slow: 1, reference: 1000, fires: false },
    { name: 'four of 20', requests: 20, slow: 4, reference: 1000, fires: false },
    { name: 'five of 20', requests: 20, slow: 5, reference: 1000, fires: true },
    { name: 'four of 100', requests: 100, slow: 4, reference: 300, fires: false },
    { name: 'five of 100', requests: 100, slow: 5, reference: 300, fires: true },
    { name: 'as many as chance may bring of 1,000', requests: 1000, slow: 19, reference: 1000, fires: false },
    { name: 'more than chance brings of 1,000', requests: 1000, slow: 20, reference: 1000, fires: true },
    { name: 'a hundredth and a bit of 10,000', requests: 10_000, slow: 130, reference: 10_000, fires: false },
    { name: 'more than that of 10,000', requests: 10_000, slow: 131, reference: 10_000, fires: true },
    { name: 'a tail that 20 requests could not show', requests: 400, slow: 83, reference: 20, fires: false },
    { name: 'more than any such tail', requests: 400, slow: 84, reference: 20, fires: true },
    { name: 'eight of 20 against 20', requests: 20, slow: 8, reference: 20, fires: false },
    { name: 'nine of 20 against 20', requests: 20, slow: 9, reference: 20, fires: true },
    { name: 'all of 20 against 20', requests: 20, slow: 20, reference: 20, fires: true },
  ])('$name: $fires', ({ requests, slow, reference, fires }) =>
    expect(fired(mixed(requests, slow), mixed(reference, 0))).toStrictEqual(fires ? ['latency_p99/requests'] : []),
  );
  it('a tail that the reference has as well is nobody’s fault', () => {
    expect(fired(mixed(500, 30), mixed(500, 5))).toStrictEqual(['latency_p99/requests']);
    expect(fired(mixed(500, 16), mixed(500, 5))).toStrictEqual([]);
  });
  it('two equal cohorts almost never differ', () => {
    // Two of a hundred requests take four times as long, in both; a linear congruential generator, so that it is the same every time.
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    const drawn = (requests: number) =>
      mixed(requests, Array.from({ length: requests }, random).filter((value) => value < 0.02).length);
    const sizes = [20, 50, 100, 400, 1000];
    const runs = sizes.flatMap((mine) => sizes.map((other) => [mine, other] as const));
    const alarms = runs.flatMap(([mine, other]) =>
      Array.from({ length: 40 }, () => fired(drawn(mine), drawn(other)).length),
    );
    expect(alarms.length).toBe(1000);
    expect(alarms.filter((each) => each > 0).length).toBeLessThanOrEqual(3);
  });
  it('compares with nothing without a reference', () => expect(fired(slow(60), null)).toStrictEqual([]));
});

describe('failed health checks', () => {
  it.each([
    { name: '10 % of probes are within', candidate: { probesOk: 90, probesFailed: 10 }, nodes: {}, found: [] },
    {
      name: '11 % are not',
      candidate: { probesOk: 89, probesFailed: 11 },
      nodes: {},
      found: ['failed_health_checks/requests'],
    },
    { name: 'one unhealthy node of ten is within', candidate: { probesOk: 99 }, nodes: { unhealthy: 1 }, found: [] },
    {
      name: 'two are not',
      candidate: { probesOk: 99 },
      nodes: { unhealthy: 2 },
      found: ['failed_health_checks/nodes'],
    },
    { name: 'two probes are too few', candidate: { probesFailed: 2 }, nodes: { unhealthy: 10 }, found: [] },
    {
      name: 'a node that gave up swapping needs no probe',
      candidate: {},
      nodes: { running: 1, gaveUp: 1 },
      found: ['failed_health_checks/nodes'],
    },
  ])('$name', ({ candidate, nodes, found }) => expect(fired(cohort(candidate), null, {}, nodes)).toStrictEqual(found));
});

describe('custom metrics', () => {
  const declines = (value: number) => cohort({ requests: 100, custom: { declines: value } });
  it.each([
    { name: 'at the limit', rule: { maxPerRequest: 0.1 }, candidate: 10, stable: 0, fires: false },
    { name: 'above the limit', rule: { maxPerRequest: 0.1 }, candidate: 11, stable: 50, fires: true },
    {
      name: 'no more than the stable cohort',
      rule: { increasePerRequest: 0.1 },
      candidate: 30,
      stable: 20,
      fires: false,
    },
    { name: 'more than the stable cohort', rule: { increasePerRequest: 0.1 }, candidate: 31, stable: 20, fires: true },
  ])('$name', ({ rule, candidate, stable, fires }) =>
    expect(fired(declines(candidate), declines(stable), { metrics: [{ metric: 'declines', ...rule }] })).toStrictEqual(
      fires ? ['custom_metric/requests'] : [],
    ),
  );
});

describe('what is compared with', () => {
  const policy = HealthPolicy.parse({});
  const [enough, few] = [cohort({ requests: 20 }), cohort({ requests: 19 })];
  it.each([
    {
      name: 'the stable cohort now',
      stable: enough,
      baseline: enough,
      expected: { reference: enough, comparedWith: 'stable' },
    },
    {
      name: 'the time before when it says too little',
      stable: few,
      baseline: enough,
      expected: { reference: enough, comparedWith: 'baseline' },
    },
    {
      name: 'nothing when that said too little',
      stable: few,
      baseline: few,
      expected: { reference: null, comparedWith: 'nothing' },
    },
    { name: 'nothing at first', stable: few, baseline: null, expected: { reference: null, comparedWith: 'nothing' } },
  ])('$name', ({ stable, baseline, expected }) =>
    expect(chooseReference(stable, baseline, policy)).toStrictEqual(expected),
  );
});

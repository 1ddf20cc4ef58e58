import { describe, expect, it } from 'vitest';
import { cohortHealth } from '../../../core/health/cohort.ts';
import { bucketMilliseconds, quantileMilliseconds, subtractHistogram } from '../../../core/health/histogram.ts';
import { type NodeWindow, nodeWindow } from '../../../core/health/node-window.ts';
import type { HealthCounts } from '../../../schemas/health.ts';

const counts = (some: Partial<HealthCounts> = {}): HealthCounts => ({
  requests: 0,
  errors: 0,
  probesOk: 0,
  probesFailed: 0,
  latency: [],
  ...some,
});
const window = (some: Partial<NodeWindow> = {}): NodeWindow => ({
  requests: 0,
  errors: 0,
  probesOk: 0,
  probesFailed: 0,
  latency: [],
  custom: {},
  seconds: 60,
  ...some,
});
const between = (start: Partial<HealthCounts> | null, newest: Partial<HealthCounts>) =>
  nodeWindow({
    newest: { at: 100, sequence: 9, counts: counts(newest) },
    windowStart: start && { at: 40, sequence: 3, counts: counts(start) },
  });

describe('a histogram', () => {
  it.each([
    { name: 'nothing new', newest: [[3, 5]], start: [[3, 5]], difference: [] },
    {
      name: 'more in a bucket, and a new one',
      newest: [
        [3, 7],
        [9, 1],
      ],
      start: [[3, 5]],
      difference: [
        [3, 2],
        [9, 1],
      ],
    },
    { name: 'a bucket shrank', newest: [[3, 4]], start: [[3, 5]], difference: undefined },
    { name: 'a bucket vanished', newest: [[9, 1]], start: [[3, 5]], difference: undefined },
    {
      name: 'a bucket occurs twice',
      newest: [
        [3, 6],
        [3, 7],
      ],
      start: [[3, 5]],
      difference: undefined,
    },
  ] as {
    name: string;
    newest: [number, number][];
    start: [number, number][];
    difference: [number, number][] | undefined;
  }[])('$name', ({ newest, start, difference }) => expect(subtractHistogram(newest, start)).toStrictEqual(difference));

  it('answers the bound of the bucket where the quantile lies', () => {
    expect(
      quantileMilliseconds(
        [
          [8, 99],
          [40, 1],
        ],
        0.99,
      ),
    ).toBe(4);
    expect(
      quantileMilliseconds(
        [
          [8, 98],
          [40, 2],
        ],
        0.99,
      ),
    ).toBe(1024);
    expect(quantileMilliseconds([], 0.99)).toBeNull();
    expect(bucketMilliseconds(0)).toBe(1);
  });
});

describe('the window of a node', () => {
  it('is the difference of two readings', () =>
    expect(
      between(
        { requests: 10, errors: 1, probesOk: 2, latency: [[4, 10]], custom: { declines: 1 } },
        { requests: 30, errors: 4, probesOk: 5, latency: [[4, 30]], custom: { declines: 6 } },
      ),
    ).toStrictEqual(
      window({ requests: 20, errors: 3, probesOk: 3, latency: [[4, 20]], custom: { declines: 5 }, seconds: 60 }),
    ));
  it('counts from nothing without a start', () =>
    expect(between(null, { requests: 5 })).toStrictEqual(window({ requests: 5, seconds: 0 })));
  it('is none without a sample', () => expect(nodeWindow({ newest: null, windowStart: null })).toBe('none'));
  it.each([
    { name: 'requests shrank', start: { requests: 5 }, newest: { requests: 4 } },
    { name: 'probes shrank', start: { probesFailed: 1 }, newest: {} },
    { name: 'more errors than requests', start: {}, newest: { requests: 5, errors: 6 } },
    { name: 'more latencies than requests', start: {}, newest: { requests: 5, latency: [[0, 6]] } },
  ] as { name: string; start: Partial<HealthCounts>; newest: Partial<HealthCounts> }[])(
    'is dropped when $name',
    ({ start, newest }) => expect(between(start, newest)).toBe('contradictory'),
  );
  it('keeps as many errors and latencies as requests', () =>
    expect(between({}, { requests: 5, errors: 5, latency: [[0, 5]] })).not.toBe('contradictory'));
});

describe('a cohort', () => {
  it('caps a node at twice the median, with its errors and latencies', () => {
    const usual = window({ requests: 10, latency: [[8, 10]] });
    const loud = window({ requests: 1000, errors: 1000, latency: [[60, 1000]], custom: { declines: 500 } });
    expect(cohortHealth([usual, usual, loud], 2)).toStrictEqual({
      nodes: 3,
      requests: 40,
      errors: 20,
      probesOk: 0,
      probesFailed: 0,
      latency: [
        [8, 20],
        [60, 20],
      ],
      custom: { declines: 10 },
      nodeErrorRate: 1 / 3,
      dropped: 2,
      seconds: 60,
    });
  });
  it('leaves a node at exactly twice the median alone', () =>
    expect(
      cohortHealth([window({ requests: 10 }), window({ requests: 10 }), window({ requests: 20 })], 0).requests,
    ).toBe(40));
  it('takes no part of the median from idle nodes', () =>
    expect(cohortHealth([window(), window(), window({ requests: 10 })], 0).requests).toBe(10));
  it('gives every node with enough requests the same say', () => {
    const quiet = window({ requests: 5, errors: 5 });
    const tooQuiet = window({ requests: 4, errors: 4 });
    expect(cohortHealth([quiet, window({ requests: 100 })], 0).nodeErrorRate).toBe(0.5);
    expect(cohortHealth([tooQuiet, window({ requests: 100 })], 0).nodeErrorRate).toBe(0);
  });
  it('is empty without nodes', () =>
    expect(cohortHealth([], 0)).toMatchObject({ nodes: 0, requests: 0, nodeErrorRate: 0, latency: [] }));
});

describe('a custom counter called like a member of every object', () => {
  const named = (value: number) => ({ constructor: value, toString: value }) as unknown as { [name: string]: number };
  it('grows like any other', () => {
    expect(between({ requests: 1 }, { requests: 9, custom: named(4) })).toMatchObject({ custom: named(4) });
    expect(between({ requests: 1, custom: named(1) }, { requests: 9, custom: named(4) })).toMatchObject({
      custom: named(3),
    });
  });
  it('is added up like any other', () => {
    const { custom } = cohortHealth(
      [window({ requests: 9, custom: named(2) }), window({ requests: 9, custom: named(3) })],
      0,
    );
    expect(JSON.stringify(custom)).toBe('{"constructor":5,"toString":5}');
  });
});

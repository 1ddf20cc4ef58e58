import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedCheckpoint } from '../../../core/integrity/checkpoint.ts';
import { sha256 } from '../../../core/integrity/digest.ts';
import { checkpointForked } from '../../../core/node/checkpoint-seen.ts';
import { added, growth, NO_COUNTS } from '../../../core/node/health-counts.ts';
import { HealthCounts } from '../../../schemas/health.ts';
import { newSigningKey } from '../../support/signing-keys.ts';

describe('growth of what a service counts', () => {
  const before = {
    requests: 10,
    errors: 1,
    latency: [
      [2, 8],
      [5, 2],
    ] as [number, number][],
    custom: { orders: 3 },
  };
  it('is the difference', () =>
    expect(
      growth(before, {
        requests: 15,
        errors: 3,
        latency: [
          [2, 8],
          [5, 4],
          [9, 3],
        ],
        custom: { orders: 5 },
      }),
    ).toStrictEqual({
      requests: 5,
      errors: 2,
      latency: [
        [5, 2],
        [9, 3],
      ],
      custom: { orders: 2 },
    }));
  it('is everything after the service was started again', () => {
    const now = { requests: 4, errors: 0, latency: [[2, 4]] as [number, number][] };
    expect(growth(before, now)).toStrictEqual(now);
    expect(growth(null, now)).toStrictEqual(now);
  });
  it('is nothing when nothing happened', () =>
    expect(growth(before, before)).toStrictEqual({ requests: 0, errors: 0, latency: [], custom: { orders: 0 } }));
});

/** What a service may answer, at the edges of what it may. */
const most = Number.MAX_SAFE_INTEGER;
const count = fc.oneof(fc.nat(), fc.constantFrom(0, most, most - 1));
const names = fc.constantFrom('constructor', 'toString', 'valueOf', 'hasOwnProperty', ...'abcdefghijklm');
const service = fc.record(
  {
    requests: count,
    errors: count,
    latency: fc.array(fc.tuple(fc.nat({ max: 63 }), count), { maxLength: 64 }),
    custom: fc.dictionary(names, fc.oneof(fc.integer(), fc.constantFrom(most, -most, 0.1)), {
      maxKeys: 8,
      noNullPrototype: true,
    }),
  },
  { requiredKeys: ['requests', 'errors', 'latency'] },
);

describe('whatever a service counts', () => {
  it('what is told of it is what a check-in takes', () =>
    fc.assert(
      fc.property(fc.array(service, { minLength: 2, maxLength: 12 }), (answers) => {
        let before: (typeof answers)[number] | null = null;
        let counts = NO_COUNTS;
        for (const answer of answers) {
          counts = added(counts, growth(before, answer), 'ok');
          before = answer;
          expect(HealthCounts.safeParse(JSON.parse(JSON.stringify(counts))).error?.issues ?? []).toStrictEqual([]);
        }
      }),
    ));
  it('a counter called like a member of every object counts', () => {
    const at = (value: number) => ({ requests: 1, errors: 0, latency: [], custom: { constructor: value } as never });
    const once = added(NO_COUNTS, growth(null, at(2)), null);
    expect(added(once, growth(at(2), at(5)), null).custom).toStrictEqual({ constructor: 5 });
  });
  it('of ever new counters the first eight stay', () => {
    const one = (name: string) => ({ requests: 1, errors: 0, latency: [], custom: { [name]: 1 } });
    const counts = [...'abcdefghij'].reduce((sum, name) => added(sum, one(name), null), NO_COUNTS);
    expect(Object.keys(counts.custom ?? {})).toStrictEqual([...'abcdefgh']);
  });
});

describe('counts', () => {
  it('add up, with the probe', () => {
    const once = added(NO_COUNTS, { requests: 2, errors: 1, latency: [[3, 2]] }, 'ok');
    expect(
      added(
        once,
        {
          requests: 1,
          errors: 0,
          latency: [
            [1, 1],
            [3, 1],
          ],
          custom: { orders: 2 },
        },
        'failed',
      ),
    ).toStrictEqual({
      requests: 3,
      errors: 1,
      probesOk: 1,
      probesFailed: 1,
      latency: [
        [1, 1],
        [3, 3],
      ],
      custom: { orders: 2 },
    });
    expect(added(NO_COUNTS, { requests: 0, errors: 0, latency: [] }, null)).toStrictEqual(NO_COUNTS);
  });
});

describe('checkpoints contradict each other', () => {
  const key = newSigningKey('Ed25519');
  const note = (size: number, root: string, origin = 'plumbline.test/log', epoch = 1) =>
    signedCheckpoint({ origin, size, root: sha256(root), epoch }, key.publicKey, new Uint8Array(64));
  it.each([
    { name: 'one size with two roots', held: note(5, 'a'), seen: note(5, 'b'), expected: true },
    { name: 'a log that shrank', held: note(5, 'a'), seen: note(4, 'b'), expected: true },
    { name: 'a log that grew', held: note(5, 'a'), seen: note(6, 'b'), expected: false },
    { name: 'the same again', held: note(5, 'a'), seen: note(5, 'a'), expected: false },
    { name: 'another log', held: note(5, 'a'), seen: note(4, 'b', 'other'), expected: false },
    { name: 'a new log of a new epoch', held: note(5, 'a'), seen: note(1, 'b', undefined, 2), expected: false },
    { name: 'nothing held', held: null, seen: note(5, 'a'), expected: false },
    { name: 'something unreadable', held: 'x', seen: note(5, 'a'), expected: false },
  ])('$name: $expected', ({ held, seen, expected }) => expect(checkpointForked(held, seen)).toBe(expected));
});

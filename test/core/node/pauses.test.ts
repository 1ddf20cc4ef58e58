import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { backOffMs, cadenceMs } from '../../../core/node/back-off.ts';
import { swapFailed, swapHeldBack } from '../../../core/node/swap-retry.ts';
import { checkedNow, hasPassed, raisedFloor } from '../../../core/node/time-floor.ts';
import { later, T0 } from '../../support/fleet-documents.ts';

const policy = { attempts: 3, backoffMs: 2000 };
const failed = { generation: 5, digest: sha256Hex('five'), reason: 'exit code 1' };
const first = swapFailed(null, failed, policy, 1000);
const second = swapFailed(first, failed, policy, 5000);
const third = swapFailed(second, failed, policy, 9000);

describe('a switch that failed', () => {
  it('is tried again after a pause that doubles, and quarantined at the last attempt', () => {
    expect(
      [first, second, third].map(({ attempts, retryAtMs, quarantined }) => [attempts, retryAtMs, quarantined]),
    ).toStrictEqual([
      [1, 3000, false],
      [2, 9000, false],
      [3, 17_000, true],
    ]);
  });
  it('is counted per release', () =>
    expect(swapFailed(second, { ...failed, digest: sha256Hex('six') }, policy, 0).attempts).toBe(1));
  it('is quarantined at once when one attempt is allowed', () =>
    expect(swapFailed(null, failed, { ...policy, attempts: 1 }, 0).quarantined).toBe(true));
  it.each([
    { name: 'before the pause ends', failure: first, nowMs: 2999, expected: 'backing_off' },
    { name: 'when it ends', failure: first, nowMs: 3000, expected: null },
    { name: 'after the last attempt, for ever', failure: third, nowMs: 1e12, expected: 'quarantined' },
    { name: 'without a failure', failure: null, nowMs: 0, expected: null },
  ])('holds a release back $name: $expected', ({ failure, nowMs, expected }) =>
    expect(swapHeldBack(failure, failed.digest, nowMs)).toBe(expected),
  );
  it('holds no other release back', () => expect(swapHeldBack(third, sha256Hex('six'), 0)).toBeNull());
  it('pauses ten minutes at most', () =>
    expect(swapFailed({ ...first, attempts: 40 }, failed, { attempts: 99, backoffMs: 2000 }, 0).retryAtMs).toBe(
      600_000,
    ));
});

describe('pauses between check-ins', () => {
  it.each([
    { failures: 1, least: 500, most: 1000 },
    { failures: 4, least: 4000, most: 8000 },
    { failures: 7, least: 30_000, most: 60_000 },
    { failures: 5000, least: 30_000, most: 60_000 },
  ])('after $failures failures lie between $least and $most ms', ({ failures, least, most }) => {
    expect(backOffMs(failures, 0)).toBe(least);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
        expect(backOffMs(failures, chance)).toBeGreaterThanOrEqual(least);
        expect(backOffMs(failures, chance)).toBeLessThanOrEqual(most);
      }),
    );
  });
  it("keep to the server's cadence within a tenth", () => {
    expect(cadenceMs(30, 0)).toBe(27_000);
    expect(cadenceMs(30, 0.5)).toBe(30_000);
    expect(cadenceMs(30, 0.999)).toBeLessThan(33_000);
  });
});

describe('time', () => {
  it('is never below the floor', () => {
    expect(checkedNow(Date.parse(T0), later(1))).toBe(Date.parse(later(1)));
    expect(checkedNow(Date.parse(later(2)), later(1))).toBe(Date.parse(later(2)));
    expect(checkedNow(5, null)).toBe(5);
  });
  it('passes at exactly its instant', () => {
    expect(hasPassed(T0, Date.parse(T0))).toBe(true);
    expect(hasPassed(T0, Date.parse(T0) - 1)).toBe(false);
  });
  it('raises its floor and never lowers it', () => {
    expect(raisedFloor(null, T0)).toBe(T0);
    expect(raisedFloor(T0, later(1))).toBe(later(1));
    expect(raisedFloor(later(1), T0)).toBe(later(1));
  });
});

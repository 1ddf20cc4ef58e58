import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlow, type SlowConnection, slowInputs } from './slow.ts';
import { openVictim, type Victim } from './victim.ts';

let victim: Victim;
let before: string;
let held: SlowConnection[] = [];

/** Headers have 10 s and bodies 15 s; the server looks every 5 s, and a refused sender may read on for a second. */
const LONGEST_MS = 10_000 + 15_000 + 5_000 + 1_000;

beforeAll(async () => {
  victim = await openVictim();
  before = victim.stored();
  held = slowInputs(victim.bearer('Admin'), victim.node.id).map((input) => openSlow(victim.origin, input));
}, 60_000);
afterAll(() => victim.close());

describe('a connection that does not go on is ended', () => {
  it('every one, in its time, with 408', async () => {
    const ends = await Promise.all(held.map(async ({ name, ended }) => ({ name, ...(await ended) })));
    expect(ends.filter(({ afterMs }) => afterMs > 1.5 * LONGEST_MS)).toStrictEqual([]);
    expect(ends.map(({ name, status }) => [name, status])).toStrictEqual(held.map(({ name }) => [name, 408]));
  }, 120_000);
  it('and nothing was stored or said', () => {
    expect(victim.stored()).toBe(before);
    expect(victim.said()).toStrictEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SnapshotSummary } from '../../../../schemas/snapshot.ts';
import { type Cast, CLUSTER_NAME, openCast } from './cast.ts';

/* Who let it be released stands in the release itself, under the signature. */

let c: Cast;
beforeEach(async () => {
  c = await openCast();
  for (const version of ['1.0.0', '1.1.0']) await c.publish('dora', version);
});
afterEach(() => c.close());
const given = async (name: string) =>
  (await c.done<SnapshotSummary>('vera', 'GET', `/snapshots/${name}`)).approvals.map(({ by, at, snapshotDigest }) => ({
    by,
    at,
    snapshotDigest,
  }));

describe('the approvals in a release', () => {
  it('are those that were given, all of them, in their order, and no other', async () => {
    const { digest } = await c.bundle('dora', 'spring', '1.0.0');
    for (const who of ['otto', 'eve']) {
      expect(await c.approve(who, 'spring')).toBe('200');
      await c.seconds(1);
    }
    await c.deployed('otto', { snapshot: 'spring' });
    const { approvals, snapshot } = await c.release();
    expect(approvals).toStrictEqual(await given('spring'));
    expect(approvals.map(({ by, snapshotDigest }) => [by, snapshotDigest])).toStrictEqual([
      ['otto', digest],
      ['eve', digest],
    ]);
    expect(approvals[0]?.at).not.toBe(approvals[1]?.at);
    expect(snapshot).toStrictEqual({ name: 'spring', revision: 1, digest });
  });
  it('are none where none was needed', async () => {
    await c.bundle('dora', 'calm', '1.0.0', { risk: 'Low' });
    await c.deployed('otto', { snapshot: 'calm' });
    expect((await c.release()).approvals).toStrictEqual([]);
  });
  it('are those of this revision, not of the one before', async () => {
    await c.bundle('dora', 'spring', '1.0.0');
    expect(await c.approve('otto', 'spring')).toBe('200');
    await c.bundle('dora', 'spring', '1.1.0');
    expect(await c.approve('olga', 'spring', { revision: 2 })).toBe('200');
    await c.deployed('otto', { snapshot: 'spring' });
    expect((await c.release()).approvals.map(({ by }) => by)).toStrictEqual(['olga']);
  });
  it('of a rollback are those of its time, with what it undoes', async () => {
    await c.bundle('dora', 'first', '1.0.0');
    expect(await c.approve('otto', 'first')).toBe('200');
    await c.deployed('otto', { snapshot: 'first' });
    const { approvals } = await c.release();
    await c.bundle('dora', 'second', '1.1.0');
    expect(await c.approve('eve', 'second')).toBe('200');
    const undone = await c.deployed('otto', { snapshot: 'second' });
    await c.done('otto', 'POST', `/clusters/${CLUSTER_NAME}/rollback`, {
      snapshot: 'first',
      justification: 'card payments fail since 09:12',
    });
    await c.until(async () => (await c.cluster()).state.stable?.generation === 3, 60);
    const back = await c.release();
    expect(back.approvals).toStrictEqual(approvals);
    expect(back.rollbackOf).toBe(undone);
  });
});

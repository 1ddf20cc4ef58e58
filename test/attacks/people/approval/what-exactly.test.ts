import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SnapshotSummary } from '../../../../schemas/snapshot.ts';
import { type Cast, CLUSTER_NAME, CONFIG_NAME, openCast } from './cast.ts';

/* An approval is of one document, by its digest. Whatever is changed is another document. */

let c: Cast;
let spring: SnapshotSummary;
beforeEach(async () => {
  c = await openCast();
  await c.publish('dora', '1.0.0');
  spring = await c.bundle('dora', 'spring', '1.0.0');
});
afterEach(() => c.close());
const REQUIRED = '409 approval_required';

describe('an approval names the document that was read', () => {
  it.each<[string, () => string]>([
    ['its content instead', () => spring.contentDigest],
    ['nothing there is', () => 'a'.repeat(64)],
  ])('by the digest of %s it is refused', async (_name, digest) => {
    expect(await c.approve('otto', 'spring', { revision: 1, digest: digest() })).toBe('409 approval_stale');
    expect([await c.approvals('spring'), await c.start('otto', { snapshot: 'spring' })]).toStrictEqual([[], REQUIRED]);
  });
  it.each([
    ['in capitals', (digest: string) => digest.toUpperCase()],
    ['cut short', (digest: string) => digest.slice(0, 63)],
    ['as null', () => null],
  ])('by its digest %s it is none', async (_name, change) => {
    const body = { revision: 1, digest: change(spring.digest) };
    expect(await c.approve('otto', 'spring', body)).toBe('400 invalid_request');
  });
  it('by its digest it is taken', async () => {
    expect(await c.approve('otto', 'spring', { revision: 1, digest: spring.digest })).toBe('200');
    expect(await c.start('otto', { snapshot: 'spring' })).toBe('202');
  });
  it.each([
    ['by somebody else', { revision: 1, by: 'olga' }],
    ['at another time', { revision: 1, at: '2020-01-01T00:00:00.000Z' }],
    ['for its authors', { revision: 1, authors: [] }],
    ['of every revision', { revision: 0 }],
    ['of no revision', {}],
  ])('said to be %s is refused', async (_name, body) => {
    expect(await c.approve('otto', 'spring', body)).toBe('400 invalid_request');
    expect(await c.approvals('spring')).toStrictEqual([]);
  });
});

/** Everything a document holds, each changed alone. */
const CHANGES: readonly (readonly [string, object])[] = [
  ['its versions', { configs: { [CONFIG_NAME]: '1.1.0' } }],
  ['its targets', { clusters: [CLUSTER_NAME, 'another.development'] }],
  ['the beginning of its window', { effectiveFrom: '2026-01-01T00:00:00.000Z' }],
  ['the end of its window', { effectiveTo: '2027-01-01T00:00:00.000Z' }],
  ['its risk', { risk: 'Critical' }],
  ['its summary', { summary: 'another change' }],
  ['a letter of its summary', { summary: 'a changE' }],
  ['nothing at all', {}],
];
describe.each(CHANGES)('edited after approval: %s', (_name, change) => {
  it('is another revision with a digest of its own, which nobody approved; the approved one stays', async () => {
    await c.publish('dora', '1.1.0');
    expect(await c.approve('otto', 'spring', { revision: 1, digest: spring.digest })).toBe('200');
    const edited = await c.bundle('dora', 'spring', '1.0.0', change);
    expect([edited.revision, edited.digest === spring.digest]).toStrictEqual([2, false]);
    expect(await c.approvals('spring', 2)).toStrictEqual([]);
    expect(await c.start('otto', { snapshot: 'spring', revision: 2 })).toBe(REQUIRED);
    expect(await c.start('otto', { snapshot: 'spring' })).toBe(REQUIRED);
    expect(await c.approve('otto', 'spring', { revision: 2, digest: spring.digest })).toBe('409 approval_stale');
    expect(await c.approve('otto', 'spring', { revision: 1, digest: edited.digest })).toBe('409 approval_stale');
    expect(await c.start('otto', { snapshot: 'spring', revision: 1 })).toBe('202');
  });
});

describe('an approval that came too soon, or too late', () => {
  it('of what is not validated is refused', async () => {
    const body = {
      name: 'raw',
      configs: { [CONFIG_NAME]: '1.0.0' },
      clusters: [CLUSTER_NAME],
      summary: 'x',
      risk: 'High',
    };
    await c.done('dora', 'POST', '/snapshots', body);
    expect(await c.approve('otto', 'raw')).toBe('409 snapshot_not_validated');
    expect(await c.start('otto', { snapshot: 'raw' })).toBe('409 snapshot_not_validated');
  });
  it('of what is not there is refused', async () => {
    expect(await c.approve('otto', 'spring', { revision: 2 })).toBe('404 snapshot_unknown');
    expect(await c.approve('otto', 'autumn')).toBe('404 snapshot_unknown');
  });
  it('of what was rejected is refused, and one given before is gone', async () => {
    expect(await c.approve('otto', 'spring')).toBe('200');
    expect(await c.say('olga', 'POST', '/snapshots/spring/reject', { revision: 1, note: 'not now' })).toBe('200');
    expect(await c.approve('otto', 'spring')).toBe('409 snapshot_rejected');
    expect(await c.start('otto', { snapshot: 'spring' })).toBe('409 snapshot_rejected');
    expect(await c.approvals('spring')).toStrictEqual([]);
  });
  it('is no key to another cluster than the snapshot targets', async () => {
    expect(await c.approve('otto', 'spring')).toBe('200');
    expect(await c.start('otto', { snapshot: 'spring', cluster: 'vault.development' })).toBe(
      '409 cluster_not_targeted',
    );
  });
});

describe('an implicit snapshot is under the same rules', () => {
  const NAME = `implicit.${CLUSTER_NAME}`;
  const version = { configName: CONFIG_NAME, configVersion: '1.0.0' };
  beforeEach(async () => {
    const config = 'grave.development';
    await c.done('ada', 'POST', '/configs', { name: config, riskFloor: 'High' });
    await c.done('dora', 'POST', `/configs/${config}/versions`, { version: '1.0.0', content: { rate: 7 } });
    Object.assign(version, { configName: config });
  });
  it('asked for by one and approved by another, by neither author', async () => {
    expect(await c.start('ada', version)).toBe(REQUIRED);
    expect(await c.approve('ada', NAME)).toBe('403 approval_by_author');
    expect(await c.start('ada', version)).toBe(REQUIRED);
    expect(await c.approve('otto', NAME)).toBe('200');
    expect(await c.start('ada', version)).toBe('202');
  });
  it('does not make its author somebody else by being asked for again', async () => {
    expect(await c.start('ada', version)).toBe(REQUIRED);
    expect(await c.start('otto', version)).toBe(REQUIRED);
    expect(await c.approve('ada', NAME)).toBe('403 approval_by_author');
    expect(await c.approve('otto', NAME)).toBe('200');
  });
  it('of a version that the asker wrote is not approved by them', async () => {
    await c.done('eve', 'POST', `/configs/${version.configName}/versions`, { version: '1.1.0', content: { rate: 8 } });
    const newer = { ...version, configVersion: '1.1.0' };
    expect(await c.start('otto', newer)).toBe(REQUIRED);
    expect(await c.approve('eve', NAME)).toBe('403 approval_by_author');
    expect(await c.approve('otto', NAME)).toBe('403 approval_by_author');
    expect(await c.approve('olga', NAME)).toBe('200');
    expect(await c.start('otto', newer)).toBe('202');
  });
  it('is another one when the cluster went on, and the old approval is not of it', async () => {
    expect(await c.start('ada', version)).toBe(REQUIRED);
    expect(await c.approve('otto', NAME)).toBe('200');
    expect(await c.approve('otto', 'spring')).toBe('200');
    await c.deployed('otto', { snapshot: 'spring' });
    expect(await c.start('ada', version)).toBe(REQUIRED);
    expect([await c.approvals(NAME, 1), await c.approvals(NAME, 2)]).toStrictEqual([['otto'], []]);
    expect(await c.approve('olga', NAME, { revision: 2 })).toBe('200');
    expect(await c.start('ada', version)).toBe('202');
  });
  it('cannot be made by people under its name', async () => {
    const body = { name: NAME, configs: { [CONFIG_NAME]: '1.0.0' }, clusters: [CLUSTER_NAME], summary: 'x' };
    expect(await c.say('ada', 'POST', '/snapshots', body)).toBe('400 invalid_request');
  });
});

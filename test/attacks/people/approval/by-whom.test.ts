import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventPage } from '../../../../schemas/event-page.ts';
import { setAccess } from '../../../../usecases/access/set-access.ts';
import { callAs } from '../../../support/call.ts';
import { good } from '../../../support/content.ts';
import { type Cast, CLUSTER_NAME, CONFIG_NAME, openCast } from './cast.ts';

let c: Cast;
beforeEach(async () => {
  c = await openCast();
});
afterEach(() => c.close());
const REQUIRED = '409 approval_required';
const AUTHOR = '403 approval_by_author';
const notApproved = async (name = 'spring', revision = 1): Promise<void> => {
  expect(await c.approvals(name, revision)).toStrictEqual([]);
  expect(await c.start('otto', { snapshot: name, revision })).toBe(REQUIRED);
};

describe('nobody approves what they wrote', () => {
  it('the snapshot', async () => {
    await c.publish('dora', '1.0.0');
    await c.bundle('ada', 'spring', '1.0.0');
    expect(await c.approve('ada', 'spring')).toBe(AUTHOR);
    await notApproved();
    expect(await c.approve('eve', 'spring')).toBe('200');
    expect(await c.start('ada', { snapshot: 'spring' })).toBe('202');
  });
  it('a version in it that is new to the cluster', async () => {
    await c.publish('ada', '1.0.0');
    await c.bundle('dora', 'spring', '1.0.0');
    expect(await c.approve('ada', 'spring')).toBe(AUTHOR);
    await notApproved();
    expect(await c.approve('otto', 'spring')).toBe('200');
  });
  it('content that somebody else published again from another config, or as the next version', async () => {
    const other = 'drafts.development';
    await c.done('ada', 'POST', '/configs', { name: other });
    await c.done('ada', 'POST', `/configs/${other}/versions`, { version: '0.1.0', content: { rate: 99 } });
    await c.publish('dora', '1.0.0', { from: `${other}@0.1.0` });
    await c.publish('dan', '1.1.0', { from: `${CONFIG_NAME}@1.0.0` });
    await c.bundle('dan', 'spring', '1.1.0');
    expect(await c.approve('ada', 'spring')).toBe(AUTHOR);
    await notApproved();
    expect(await c.approve('eve', 'spring')).toBe('200');
  });
  it('what was new when they approved it and is new again: their word no longer counts', async () => {
    await c.publish('ada', '1.0.0');
    await c.bundle('dora', 'first', '1.0.0');
    expect(await c.approve('otto', 'first')).toBe('200');
    await c.deployed('otto', { snapshot: 'first' });
    // Running there, version 1.0.0 is nothing new, and its author may judge what else comes.
    await c.done('ada', 'POST', '/configs', { name: 'limits.development' });
    await c.done('dora', 'POST', '/configs/limits.development/versions', { version: '1.0.0', content: { limit: 1 } });
    const both = { [CONFIG_NAME]: '1.0.0', 'limits.development': '1.0.0' };
    await c.bundle('dora', 'both', '1.0.0', { configs: both });
    expect(await c.approve('ada', 'both')).toBe('200');
    await c.publish('dora', '2.0.0');
    await c.bundle('dora', 'moved-on', '2.0.0');
    expect(await c.approve('olga', 'moved-on')).toBe('200');
    await c.deployed('otto', { snapshot: 'moved-on' });
    expect(await c.start('otto', { snapshot: 'both' })).toBe(REQUIRED);
    expect(await c.approve('olga', 'both')).toBe('200');
    expect(await c.start('otto', { snapshot: 'both' })).toBe('202');
  });
  it('also not by a review that passes: its author is the same person', async () => {
    await c.done('ada', 'POST', '/configs', { name: 'reviewed.development', requiredVerdicts: ['review'] });
    await c.done('ada', 'POST', '/configs/reviewed.development/versions', { version: '1.0.0', content: {} });
    const review = (who: string, verdict: string) =>
      c.say(who, 'POST', '/configs/reviewed.development/versions/1.0.0/review', { verdict, note: 'read it' });
    expect(await review('ada', 'passed')).toBe(AUTHOR);
    expect(await review('eve', 'failed')).toBe('200');
    expect(await review('ada', 'passed')).toBe(AUTHOR);
    expect(await review('eve', 'passed')).toBe('200');
  });
});

describe('an approval takes a role and the right to act', () => {
  beforeEach(async () => {
    await c.publish('dora', '1.0.0');
    await c.bundle('dora', 'spring', '1.0.0');
  });
  it.each(['vera', 'dora', 'dan'])('%s has no role for it', async (who) => {
    expect(await c.approve(who, 'spring')).toBe('403 forbidden');
    await notApproved();
  });
  it.each(['otto', 'ada'])('%s has', async (who) => {
    expect(await c.approve(who, 'spring')).toBe('200');
    expect(await c.start('otto', { snapshot: 'spring' })).toBe('202');
  });
  it.each([
    ['the cluster', { cluster: CLUSTER_NAME }],
    ['a config in it', { config: CONFIG_NAME }],
  ])('who may only read %s may not judge it, and who may not read it finds nothing', async (_name, resource) => {
    const list = async (rights: ('read' | 'operate')[]) =>
      good(await setAccess(c.world, resource, { entries: [{ subject: 'otto', rights }] }, callAs('Admin')));
    await list(['read']);
    expect(await c.approve('otto', 'spring')).toBe('403 forbidden');
    expect(await c.approve('olga', 'spring')).toBe('404 snapshot_unknown');
    expect(await c.say('olga', 'POST', '/snapshots/spring/reject', { revision: 1, note: 'no' })).toBe(
      '404 snapshot_unknown',
    );
    await list(['operate']);
    expect(await c.approve('otto', 'spring')).toBe('200');
  });
  it('the same person twice is one person', async () => {
    expect([await c.approve('otto', 'spring'), await c.approve('otto', 'spring')]).toStrictEqual(['200', '200']);
    expect(await c.approvals('spring')).toStrictEqual(['otto']);
  });
});

describe('breaking the glass', () => {
  beforeEach(async () => {
    await c.publish('dora', '1.0.0');
    await c.bundle('dora', 'spring', '1.0.0');
  });
  const broken = (who: string, body: object) => c.say(who, 'POST', '/snapshots/spring/break-glass', body);
  it.each(['vera', 'dora', 'otto'])('%s may not', async (who) => {
    expect(await broken(who, { revision: 1, justification: 'card payments fail since 09:12' })).toBe('403 forbidden');
    await notApproved();
  });
  it.each([
    ['no word', { revision: 1 }],
    ['an empty one', { revision: 1, justification: '' }],
    ['one of seven characters', { revision: 1, justification: 'because' }],
    ['blanks', { revision: 1, justification: '        ' }],
    ['one drawn out', { revision: 1, justification: 'b e c a u s e' }],
  ])('takes a justification: %s is none', async (_name, body) => {
    expect(await broken('ada', body)).toBe('400 invalid_request');
    await notApproved();
  });
  it('by an Admin with a reason releases it, and says so: in the deployment, in the release no approval', async () => {
    expect(await broken('ada', { revision: 1, justification: 'card payments fail since 09:12' })).toBe('200');
    const id = await c.deployed('otto', { snapshot: 'spring' });
    const { items } = await c.done<EventPage>('vera', 'GET', `/deployments/${id}/events`);
    expect(items[0]).toMatchObject({
      type: 'DeploymentStarted',
      payload: { startedBy: 'otto', justification: 'card payments fail since 09:12' },
    });
    expect((await c.release()).approvals).toStrictEqual([]);
  });
  it('releases nothing that was not validated, and nothing that is revoked', async () => {
    await c.publish('dora', '1.1.0');
    const body = {
      name: 'raw',
      configs: { [CONFIG_NAME]: '1.1.0' },
      clusters: [CLUSTER_NAME],
      summary: 'raw',
      risk: 'High',
    };
    await c.done('dora', 'POST', '/snapshots', body);
    const glass = { revision: 1, justification: 'card payments fail since 09:12' };
    expect(await c.say('ada', 'POST', '/snapshots/raw/break-glass', glass)).toBe('409 snapshot_not_validated');
    expect(await broken('ada', glass)).toBe('200');
    await c.done('otto', 'POST', `/configs/${CONFIG_NAME}/versions/1.0.0/revoke`, {
      justification: 'wrong rates in it',
    });
    expect(await c.start('ada', { snapshot: 'spring' })).toBe('409 version_revoked');
  });
});

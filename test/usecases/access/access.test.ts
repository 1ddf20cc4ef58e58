import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, reject } from '../../../core/decision.ts';
import type { AccessEntry } from '../../../schemas/access.ts';
import { mayActOnDeployment } from '../../../usecases/access/may-act-on-deployment.ts';
import { filterReadable, type Resource } from '../../../usecases/access/may-read.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { callAs } from '../../support/call.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

const GRACE = { subject: 'grace', role: 'Operator' } as const;
const DEPLOYMENT = { cluster: 'eu', configs: ['pay.production', 'tax.production'] };
let memory: MemoryWorld;
beforeEach(() => {
  memory = memoryWorld();
});
afterEach(() => memory.close());

const list = async (resource: Resource, rights: AccessEntry['rights'], subject = 'grace'): Promise<void> => {
  expect((await setAccess(memory.world, resource, { entries: [{ subject, rights }] }, callAs('Admin'))).ok).toBe(true);
};
const ask = () => mayActOnDeployment(memory.world, GRACE, DEPLOYMENT);

describe('acting on a cluster needs the right on it and on every config', () => {
  it('no lists: the role was enough', async () => expect(await ask()).toStrictEqual(done(null)));
  it('a right on the cluster and on each config', async () => {
    await list({ cluster: 'eu' }, ['operate']);
    await list({ config: 'pay.production' }, ['operate']);
    await list({ config: 'tax.production' }, ['write', 'operate']);
    expect(await ask()).toStrictEqual(done(null));
  });
  it('a cluster that may only be read', async () => {
    await list({ cluster: 'eu' }, ['read', 'write']);
    expect(await ask()).toStrictEqual(reject('forbidden', { cluster: 'eu' }));
  });
  it('a cluster that may not even be read does not exist', async () => {
    await list({ cluster: 'eu' }, ['operate'], 'somebody');
    expect(await ask()).toStrictEqual(reject('cluster_unknown', { cluster: 'eu' }));
  });
  it('one config of several that may only be read', async () => {
    await list({ config: 'tax.production' }, ['read']);
    expect(await ask()).toStrictEqual(reject('forbidden', { config: 'tax.production' }));
  });
  it('one config that may not be read stays unnamed', async () => {
    await list({ config: 'tax.production' }, ['operate'], 'somebody');
    expect(await ask()).toStrictEqual(reject('forbidden'));
  });
  it('an Admin needs no entry', async () => {
    await list({ cluster: 'eu' }, ['operate'], 'somebody');
    expect(await mayActOnDeployment(memory.world, { subject: 'root', role: 'Admin' }, DEPLOYMENT)).toStrictEqual(
      done(null),
    );
  });
});

describe('filterReadable', () => {
  it('keeps what tells of nothing hidden, in order, and asks once per thing', async () => {
    await list({ config: 'tax.production' }, ['read'], 'somebody');
    const items = [
      ['pay.production'],
      ['tax.production'],
      [],
      ['pay.production', 'tax.production'],
      ['pay.production'],
    ];
    let asked = 0;
    const streams = {
      ...memory.world.streams,
      load: (id: string) => ++asked && memory.world.streams.load(id),
    } as typeof memory.world.streams;
    const kept = await filterReadable({ ...memory.world, streams }, GRACE, items, (configs) =>
      configs.map((config) => ({ config })),
    );
    expect([kept, asked]).toStrictEqual([[['pay.production'], [], ['pay.production']], 2]);
  });
});

describe('setAccess', () => {
  it.each([{ stored: false }, { stored: true }])(
    'converges when the append fails (stored: $stored)',
    async ({ stored }) => {
      const call = callAs('Admin');
      const set = () => setAccess(memory.world, { config: 'pay.production' }, { entries: [] }, call);
      memory.failOnce('streams', 'append', { stored });
      await expect(set()).rejects.toThrow();
      expect(await set()).toStrictEqual(done({ entries: [], revision: 1 }));
      expect(await set()).toStrictEqual(done({ entries: [], revision: 1 }));
    },
  );
  it('refuses who read another revision', async () => {
    const set = (ifMatch: number) =>
      setAccess(memory.world, { config: 'pay.production' }, { entries: [] }, callAs('Admin', { ifMatch }));
    expect(await set(1)).toStrictEqual(reject('precondition_failed', { revision: 0 }));
    expect(await set(0)).toStrictEqual(done({ entries: [], revision: 1 }));
  });
});

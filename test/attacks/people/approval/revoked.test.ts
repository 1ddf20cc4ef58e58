import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../../core/cluster/evolve.ts';
import { streamId } from '../../../../usecases/transact.ts';
import { type Cast, CLUSTER_NAME, CONFIG_NAME, openCast } from './cast.ts';

let c: Cast;
beforeEach(async () => {
  c = await openCast();
  await c.publish('dora', '1.0.0');
  await c.publish('dora', '1.1.0');
});
afterEach(() => c.close());
const REVOKED = '409 version_revoked';
const revoke = (version: string) =>
  c.done('olga', 'POST', `/configs/${CONFIG_NAME}/versions/${version}/revoke`, { justification: 'leaks card numbers' });
/** Generations that a directive ever named as a candidate. */
const named = async (): Promise<unknown[]> => {
  const stream = streamId('local', CLUSTER.kind, CLUSTER_NAME);
  const events = await c.world.streams.events(stream, { after: 0, limit: 1000 });
  return events.flatMap(({ type, payload }) =>
    type === 'CandidateSet' ? [(payload?.['candidate'] as { generation?: number } | undefined)?.generation] : [],
  );
};

describe('a version that was revoked', () => {
  it('is approved by nobody', async () => {
    await c.bundle('dora', 'spring', '1.0.0');
    await revoke('1.0.0');
    expect(await c.approve('otto', 'spring')).toBe(REVOKED);
    expect(await c.approvals('spring')).toStrictEqual([]);
    expect(await c.say('dora', 'POST', '/snapshots/spring/validate', { revision: 1 })).toBe(REVOKED);
  });
  it('after its approval is deployed by nobody, glass broken or not', async () => {
    await c.bundle('dora', 'spring', '1.0.0');
    expect(await c.approve('otto', 'spring')).toBe('200');
    await revoke('1.0.0');
    expect(await c.start('otto', { snapshot: 'spring' })).toBe(REVOKED);
    const glass = { revision: 1, justification: 'card payments fail since 09:12' };
    expect(await c.say('ada', 'POST', '/snapshots/spring/break-glass', glass)).toBe('200');
    expect(await c.start('ada', { snapshot: 'spring' })).toBe(REVOKED);
    expect((await c.cluster()).state.lock ?? null).toBeNull();
  });
  it('is not brought in as a version alone, nor by publishing its content again under its name', async () => {
    await revoke('1.0.0');
    expect(await c.start('otto', { configName: CONFIG_NAME, configVersion: '1.0.0' })).toBe(REVOKED);
    const publish = (body: object) => c.say('dora', 'POST', `/configs/${CONFIG_NAME}/versions`, body);
    expect(await publish({ version: '1.0.0', content: { rate: 1 } })).toBe('409 version_exists');
    expect(await publish({ version: '1.2.0', from: `${CONFIG_NAME}@1.0.0` })).toBe(REVOKED);
  });
});

describe('going back to what was revoked', () => {
  beforeEach(async () => {
    for (const [name, version] of [
      ['first', '1.0.0'],
      ['second', '1.1.0'],
    ] as const) {
      await c.bundle('dora', name, version);
      expect(await c.approve('otto', name)).toBe('200');
      await c.deployed('otto', { snapshot: name });
    }
    await revoke('1.0.0');
  });
  const why = { justification: 'card payments fail since 09:12' };
  it('is refused for the deployment, for the cluster, and as a deployment of its own', async () => {
    const id = (await c.cluster()).state.stable?.deploymentId;
    expect(await c.say('otto', 'POST', `/deployments/${id}/rollback`, why)).toBe(REVOKED);
    expect(await c.say('otto', 'POST', `/clusters/${CLUSTER_NAME}/rollback`, { snapshot: 'first', ...why })).toBe(
      REVOKED,
    );
    expect(await c.start('otto', { snapshot: 'first' })).toBe(REVOKED);
    expect((await c.cluster()).state.stable?.generation).toBe(2);
  });
});

describe('revoking while it is deployed', () => {
  beforeEach(async () => {
    await c.bundle('dora', 'first', '1.0.0');
    expect(await c.approve('otto', 'first')).toBe('200');
    await c.deployed('otto', { snapshot: 'first' });
    await c.bundle('dora', 'second', '1.1.0');
    expect(await c.approve('otto', 'second')).toBe('200');
  });

  it('at the same moment, from many hands: either it does not start, or no node is ever told to take it', async () => {
    const start = () => c.start('otto', { snapshot: 'second' });
    const [first, , second] = await Promise.all([start(), revoke('1.1.0'), start()]);
    expect(['202', REVOKED, '409 cluster_locked']).toEqual(expect.arrayContaining([first, second]));
    await c.until(async () => (await c.cluster()).state.lock === null, 60);
    expect(await named()).toStrictEqual([1]);
    expect(c.fleet.running()).toStrictEqual({ 1: 2 });
    expect(await c.start('otto', { snapshot: 'second' })).toBe(REVOKED);
  });

  it.each([
    [0, false],
    [1, true],
    [2, true],
  ])('%i s after it started, nodes told: %s: it is in no directive, or shown where it runs', async (seconds, told) => {
    const { id } = await c.done<{ id: string }>('otto', 'POST', '/deployments', {
      snapshot: 'second',
      cluster: CLUSTER_NAME,
      strategy: { strategy: 'Direct' },
    });
    await c.seconds(seconds);
    expect((await named()).includes(2)).toBe(told);
    await revoke('1.1.0');
    await c.until(async () => (await c.cluster()).state.lock === null, 60);
    await c.seconds(2);
    // Told before, it goes on: revoking takes nothing away from nodes, it shows.
    expect(await c.status(id)).toBe(told ? 'completed' : 'halted');
    expect(await named()).toStrictEqual(told ? [1, 2] : [1]);
    const revoked = (await c.cluster()).state.revoked.map(({ version }) => version);
    expect(revoked).toStrictEqual(told ? ['1.1.0'] : []);
  });
});

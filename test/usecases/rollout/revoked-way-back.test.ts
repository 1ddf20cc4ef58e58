import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revokeVersion } from '../../../usecases/config/change-version.ts';
import { rollBackDeployment, stopDeployment } from '../../../usecases/deployment/roll-back-deployment.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, CONFIG_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT1M' } as const;
const justification = 'card payments fail since 09:12';

let world: RolloutWorld;
let id: string;
afterEach(() => world.close());

/** 1.0.0 runs and is revoked; the canary of 1.1.0 is on its way, and nodes may run it. */
beforeEach(async () => {
  world = await rolloutWorld(2);
  const first = await begun(world, '1.0.0', { strategy: 'Direct' });
  await world.until(async () => (await world.status(first)) === 'completed', 60);
  id = await begun(world, '1.1.0', CANARY);
  await world.until(async () => (await world.deployment(id)).phase !== null, 30);
  const params = { name: CONFIG_NAME, version: '1.0.0' };
  good(await revokeVersion(world.world, { params, query: {}, body: { justification } }, callAs('Operator')));
});

const undone = async () => {
  const { status, reasons } = await world.deployment(id);
  const { lock, candidate, pins } = (await world.cluster()).state;
  return { status, why: reasons[0]?.code, lock, candidate, pins: pins.length };
};
/** Over, with nobody told to take up the bad content, and the cluster free for a better release. */
const HALTED = { status: 'halted', why: 'version_revoked', lock: null, candidate: null, pins: 1 };

describe('a rollout whose way back was revoked', () => {
  it('ends by itself when its health breaks, and frees the cluster', async () => {
    for (const node of world.fleet.nodes)
      node.load = (generation) => ({ requests: 10, errors: generation === 2 ? 9 : 0 });
    await world.until(async () => (await world.status(id)) === 'halted', 120);
    expect(await undone()).toStrictEqual(HALTED);
    const next = await begun(world, '1.2.0', { strategy: 'Direct' });
    await world.until(async () => (await world.status(next)) === 'completed', 60);
    expect(world.fleet.running()).toStrictEqual({ 3: 2 });
  });

  it('can be stopped by a person', async () => {
    const stopped = await stopDeployment(world.world, { params: { id }, query: {}, body: {} }, callAs('Operator'));
    expect(good(stopped)).toStrictEqual({ id, status: 'halted' });
    expect(await undone()).toStrictEqual(HALTED);
  });

  it('is not rolled back by a person, who is told what is in the way', async () => {
    const input = { params: { id }, query: {}, body: { justification } };
    expect(await rollBackDeployment(world.world, input, callAs('Operator'))).toMatchObject({
      ok: false,
      code: 'version_revoked',
      details: { versions: [`${CONFIG_NAME}@1.0.0`] },
    });
    expect((await undone()).status).toBe('running');
  });
});

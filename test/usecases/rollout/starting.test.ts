import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartDeploymentRequest } from '../../../schemas/deployment.ts';
import { revokeVersion } from '../../../usecases/config/change-version.ts';
import { previewPlan } from '../../../usecases/deployment/preview-plan.ts';
import { rollBackDeployment } from '../../../usecases/deployment/roll-back-deployment.ts';
import { startDeployment } from '../../../usecases/deployment/start-deployment.ts';
import { callAs } from '../../support/call.ts';
import { good, version } from '../../support/content.ts';
import { begun, CLUSTER_NAME, CONFIG_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = {
  strategy: 'Canary',
  canaryPercentage: 10,
  phaseInterval: 'PT1M',
  healthCheckEnabled: true,
  autoPromote: true,
} as const;
const why = 'card payments fail since 09:12';

let world: RolloutWorld;
beforeEach(async () => {
  world = await rolloutWorld(4);
  await world.seconds(1);
});
afterEach(() => world.close());

const operator = (options = {}) => callAs('Operator', { at: world.clock.instant(), ...options });
const of = (id: string, body: object = {}) => ({ params: { id }, query: {}, body });
const ended = (id: string, status: string) => async () => (await world.status(id)) === status;
const deployed = async (semver: string): Promise<string> => {
  const id = await begun(world, semver, { strategy: 'Direct' });
  await world.until(ended(id, 'completed'), 30);
  return id;
};
const asked = (body: object) => ({ params: {}, query: {}, body: StartDeploymentRequest.parse(body) });

describe('starting', () => {
  it('is refused while another deployment runs, and says which', async () => {
    const id = await begun(world, '1.0.0', CANARY);
    await expect(begun(world, '1.1.0', CANARY)).rejects.toThrow(
      `cluster_locked ${JSON.stringify({ cluster: CLUSTER_NAME, deploymentId: id })}`,
    );
  });

  it('gives a repeated command its first answer, and starts nothing twice', async () => {
    await deployed('1.0.0');
    const body = { snapshot: 'rates-1.0.0', strategy: CANARY };
    const first = await startDeployment(world.world, asked(body), operator({ key: 'k' }));
    expect(await startDeployment(world.world, asked(body), operator({ key: 'k' }))).toStrictEqual(first);
  });

  it('takes a config version as the active map with that one entry replaced', async () => {
    await deployed('1.0.0');
    good(await version(world.world, CONFIG_NAME, '1.1.0', { rate: 2 }));
    const started = good(
      await startDeployment(
        world.world,
        asked({ configName: CONFIG_NAME, configVersion: '1.1.0', strategy: { strategy: 'Direct' } }),
        operator(),
      ),
    );
    expect(started.cluster).toBe(CLUSTER_NAME); // service.environment of the config
    await world.until(ended(started.id, 'completed'), 30);
    expect((await world.cluster()).state.stable?.snapshot.name).toBe(`implicit.${CLUSTER_NAME}`);
  });

  it.each([
    { name: 'no strategy and no default', body: { snapshot: 'rates-1.0.0' }, code: 'invalid_request' },
    { name: 'no such snapshot', body: { snapshot: 'nothing', strategy: CANARY }, code: 'snapshot_unknown' },
    {
      name: 'no such version',
      body: { configName: CONFIG_NAME, configVersion: '9.9.9', strategy: CANARY },
      code: 'version_unknown',
    },
    {
      name: 'a cluster that is not targeted',
      body: { snapshot: 'rates-1.0.0', cluster: 'other', strategy: CANARY },
      code: 'cluster_not_targeted',
    },
    {
      name: 'a selector nobody matches',
      body: { snapshot: 'rates-1.0.0', strategy: CANARY, selector: { matchLabels: { zone: 'z' } } },
      code: 'no_nodes',
    },
    {
      name: 'a deadline no node can keep',
      body: { snapshot: 'rates-1.0.0', strategy: { ...CANARY, nodeDeadline: 'PT1S' } },
      code: 'plan_infeasible',
    },
    {
      name: 'a metric nobody reports',
      body: {
        snapshot: 'rates-1.0.0',
        strategy: { ...CANARY, health: { metrics: [{ metric: 'declines', maxPerRequest: 1 }] } },
      },
      code: 'plan_infeasible',
    },
  ])('is refused for $name', async ({ body, code }) => {
    await deployed('1.0.0');
    expect(await startDeployment(world.world, asked(body), operator())).toMatchObject({ ok: false, code });
    expect((await world.cluster()).state.lock).toBeNull();
  });

  it('can be read beforehand, with what would refuse it', async () => {
    await deployed('1.0.0');
    const running = await begun(world, '1.1.0', CANARY);
    const plan = good(await previewPlan(world.world, asked({ snapshot: 'rates-1.1.0', strategy: CANARY }), operator()));
    expect(plan.phases.map(({ nodes, soakSeconds }) => [nodes, soakSeconds])).toStrictEqual([
      [1, 60],
      [2, 60],
      [4, 60],
    ]);
    expect(plan).toMatchObject({
      nodes: 4,
      offlineNodes: 0,
      predictedSeconds: 189,
      conflicts: [{ code: 'cluster_locked' }],
    });
    expect(plan.conflicts[0]?.detail).toContain(running);
  });

  it('names every conflict at once, and none when there is none', async () => {
    await deployed('1.0.0');
    const bad = await deployed('1.1.0');
    const plan = async () =>
      good(await previewPlan(world.world, asked({ snapshot: 'rates-1.1.0', strategy: CANARY }), operator())).conflicts;
    expect(await plan()).toStrictEqual([]);
    const { id } = good(await rollBackDeployment(world.world, of(bad, { justification: why }) as never, operator()));
    good(
      await revokeVersion(
        world.world,
        { params: { name: CONFIG_NAME, version: '1.1.0' }, query: {}, body: { justification: why } },
        operator({ subject: 'grace' }),
      ),
    );
    const conflicts = await plan();
    expect(conflicts.map(({ code }) => code)).toStrictEqual(['version_revoked', 'cluster_locked', 'content_pinned']);
    expect(conflicts[1]?.detail).toContain(id);
  });

  it.each([
    { name: 'a deadline no node can keep', strategy: { ...CANARY, nodeDeadline: 'PT1S' }, code: 'plan_infeasible' },
    { name: 'a selector nobody matches', strategy: CANARY, selector: { matchLabels: { zone: 'z' } }, code: 'no_nodes' },
  ])('is refused for $name as starting is', async ({ name: _name, code, ...body }) => {
    await deployed('1.0.0');
    expect(await previewPlan(world.world, asked({ snapshot: 'rates-1.0.0', ...body }), operator())).toMatchObject({
      ok: false,
      code,
    });
  });
});

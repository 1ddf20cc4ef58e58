import { afterEach, beforeEach, expect, it } from 'vitest';
import { advanceDeployment } from '../../../usecases/deployment/advance-deployment.ts';
import { stopDeployment } from '../../../usecases/deployment/roll-back-deployment.ts';
import { foldStream } from '../../../usecases/project/fold-stream.ts';
import { streamId } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, CLUSTER_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT1S' } as const;
const justification = 'card payments fail since 09:12';

let world: RolloutWorld;
beforeEach(async () => {
  world = await rolloutWorld(4);
  await world.seconds(1);
});
afterEach(() => world.close());

const operator = () => callAs('Operator', { at: world.clock.instant() });
const of = (id: string) => ({ params: { id }, query: {}, body: { justification } });
const ended = (id: string, status: string) => async () => (await world.status(id)) === status;
const completed = async (semver: string): Promise<string> => {
  const id = await begun(world, semver, { strategy: 'Direct' });
  await world.until(ended(id, 'completed'), 30);
  return id;
};
/** Types and details that consumers hear of a deployment, in their order. */
const heard = async (id: string) => {
  const stream = streamId('local', 'deployment', id);
  await foldStream(world.world, stream);
  return world.published.filter(({ detail }) => detail['stream'] === stream);
};

it('consumers hear that it is held and for what, that it goes on, and that it is completed', async () => {
  await completed('1.0.0');
  const id = await begun(world, '1.1.0', { ...CANARY, canaryPercentage: 100, autoPromote: true });
  await world.until(ended(id, 'completed'), 60);
  const held = await begun(world, '1.2.0', { ...CANARY, autoPromote: false });
  await world.until(ended(held, 'held'), 60);
  good(await advanceDeployment(world.world, of(held), operator()));
  await world.until(ended(held, 'completed'), 60);
  await world.seconds(3);
  const events = await heard(held);
  expect(events.map(({ type }) => type)).toStrictEqual([
    'DeploymentStarted',
    'DeploymentPlanned',
    'PhaseReleased',
    'PhaseProven',
    'DeploymentHeld',
    'PhaseAdvanced',
    'DeploymentResumed',
    'PhaseReleased',
    'PhaseProven',
    'DeploymentCompleted',
    'DeploymentReported',
  ]);
  expect(events[4]?.detail).toMatchObject({
    about: { cluster: CLUSTER_NAME, deployment: held },
    data: { phase: 1, reason: 'awaiting_promotion' },
  });
});

it('consumers hear of a breach with its evidence before they hear of the rollback', async () => {
  await completed('1.0.0');
  await world.seconds(30);
  for (const node of world.fleet.nodes)
    node.load = (generation) => ({ requests: 10, errors: generation === 2 ? 5 : 0 });
  const id = await begun(world, '1.1.0', CANARY);
  await world.until(ended(id, 'rolled_back'), 60);
  const events = await heard(id);
  expect(events.slice(-2).map(({ type }) => type)).toStrictEqual(['HealthBreached', 'DeploymentRolledBack']);
  expect(events.at(-2)?.detail['data']).toMatchObject({
    phase: 1,
    generation: 2,
    findings: [{ trigger: 'error_rate', share: 'requests', candidate: 0.5, limit: 0.05, comparedWith: 'stable' }, {}],
    nodes: [{ errors: expect.any(Number) }, {}],
  });
  expect(events.at(-1)?.detail['data']).toStrictEqual({
    automatic: true,
    by: (await world.deployment(id)).rolledBackBy,
  });
});

it('consumers hear of a stop and of a halt', async () => {
  const halted = await begun(world, '1.0.0', CANARY);
  await world.until(async () => Object.hasOwn(world.fleet.running(), 1), 30);
  good(await stopDeployment(world.world, of(halted), operator()));
  expect((await heard(halted)).at(-1)).toMatchObject({
    type: 'DeploymentHalted',
    detail: { data: { reason: { code: 'nothing_to_go_back_to' }, automatic: false } },
  });
  const stopped = await begun(world, '1.1.0', CANARY);
  good(await stopDeployment(world.world, of(stopped), operator()));
  expect((await heard(stopped)).at(-1)).toMatchObject({ type: 'DeploymentStopped', detail: { data: {} } });
});

it('silence that outlives its deadline is told as waiting, and then as a breach', async () => {
  await completed('1.0.0');
  await world.seconds(30);
  for (const node of world.fleet.nodes) {
    node.load = (generation) => ({ requests: generation === 2 ? 0 : 10, errors: 0 });
    node.probe = (generation) => (generation === 2 ? 'none' : 'ok');
  }
  const id = await begun(world, '1.1.0', { ...CANARY, health: { holdDeadline: 'PT20S' } });
  await world.until(ended(id, 'rolled_back'), 60);
  const events = (await heard(id)).slice(-4);
  expect(events.map(({ type }) => type)).toStrictEqual([
    'PhaseProven',
    'DeploymentWaiting',
    'HealthBreached',
    'DeploymentRolledBack',
  ]);
  expect(events[1]?.detail['data']).toMatchObject({ reasons: [{ code: 'no_data' }] });
  expect(events[2]?.detail['data']).toMatchObject({ findings: [{ trigger: 'no_data', limit: 20, unit: 'seconds' }] });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../core/decision.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import { StartDeploymentRequest } from '../../../schemas/deployment.ts';
import { advanceDeployment } from '../../../usecases/deployment/advance-deployment.ts';
import { pauseDeployment } from '../../../usecases/deployment/pause-deployment.ts';
import { rollBackDeployment, stopDeployment } from '../../../usecases/deployment/roll-back-deployment.ts';
import { startDeployment } from '../../../usecases/deployment/start-deployment.ts';
import { alertStep } from '../../../usecases/rollout/alert-step.ts';
import { streamId } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT1M' } as const;
const justification = 'card payments fail since 09:12';

let world: RolloutWorld;
afterEach(() => world.close());

const ended = (id: string, status: string) => async () => (await world.status(id)) === status;
const typesOf = async (id: string): Promise<string[]> =>
  (await world.world.streams.events(streamId('local', DEPLOYMENT.kind, id), { after: 0, limit: 100 })).map(
    ({ type }) => type,
  );
const withStable = async (): Promise<void> => {
  world = await rolloutWorld(2);
  await world.seconds(1);
  const first = await begun(world, '1.0.0', { strategy: 'Direct' });
  await world.until(ended(first, 'completed'), 60);
  await world.seconds(30);
};

const automatic = async (breakIt: (world: RolloutWorld) => void): Promise<string[][]> => {
  await withStable();
  for (const node of world.fleet.nodes)
    node.load = (generation) => ({ requests: 10, errors: generation === 2 ? 9 : 0 });
  const id = await begun(world, '1.1.0', CANARY);
  await world.until(async () => (await world.deployment(id)).phase !== null, 30);
  breakIt(world);
  await world.until(ended(id, 'rolled_back'), 120);
  const { rolledBackBy } = await world.deployment(id);
  await world.until(async () => (await typesOf(rolledBackBy ?? '')).includes('DeploymentReported'), 120);
  expect(world.fleet.running()).toStrictEqual({ 3: 2 });
  const { state } = await world.cluster();
  expect([state.lock, state.draft, state.stable?.generation, state.pins.length]).toStrictEqual([null, null, 3, 1]);
  return [await typesOf(id), await typesOf(rolledBackBy ?? '')];
};
const WHOLE = [
  ['DeploymentStarted', 'DeploymentPlanned', 'PhaseReleased', 'PhaseProven', 'HealthBreached', 'DeploymentRolledBack'],
  [
    'DeploymentStarted',
    'DeploymentPlanned',
    'PhaseReleased',
    'PhaseProven',
    'DeploymentCompleted',
    'DeploymentReported',
  ],
];
const writes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((after) =>
  [false, true].map((stored) => ({ after, stored })),
);

describe('an automatic rollback whose writes fail', () => {
  it('has this story when none does', async () => expect(await automatic(() => undefined)).toStrictEqual(WHOLE));
  it.each(writes)('has the same story when write $after fails (stored: $stored)', async ({ after, stored }) =>
    expect(await automatic(({ failOnce }) => failOnce('streams', 'append', { stored, after }))).toStrictEqual(WHOLE),
  );
});

describe('a breach that was recorded by a step that did not come to undo it, while all is well again', () => {
  it.each([
    { name: 'running', pause: false },
    { name: 'paused', pause: true },
  ])('is undone: $name', async ({ pause }) => {
    await withStable();
    const id = await begun(world, '1.1.0', CANARY);
    await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 60);
    if (pause) await world.pause(id);
    const { run } = await world.deployment(id);
    const breach = { phase: 1, generation: 2, findings: [], nodes: [], samplesDropped: 0 };
    await alertStep(world.rollout, { deploymentId: id, run, loops: 0, breach });
    expect(await world.assessIdle()).toBe(pause ? 1 : 0);
    await world.until(ended(id, 'rolled_back'), 120);
    expect(await typesOf(id)).not.toContain('DeploymentCompleted');
    expect((await typesOf(id)).filter((type) => type === 'PhaseReleased')).toHaveLength(1);
  });
});

describe('a person’s command whose write fails', () => {
  const of = (id: string) => ({ params: { id }, query: {}, body: { justification } });
  const start = {
    params: {},
    query: {},
    body: StartDeploymentRequest.parse({ snapshot: 'rates-1.0.0', strategy: CANARY }),
  };
  type Command = (id: string, call: ReturnType<typeof callAs>) => Promise<Outcome<{ readonly id: string }>>;
  const COMMANDS: Record<'start' | 'pause' | 'advance' | 'stop' | 'roll back', Command> = {
    start: (_id, call) => startDeployment(world.world, start, call),
    pause: (id, call) => pauseDeployment(world.world, of(id), call),
    advance: (id, call) => advanceDeployment(world.world, of(id), call),
    stop: (id, call) => stopDeployment(world.world, of(id), call),
    'roll back': (id, call) => rollBackDeployment(world.world, of(id), call),
  };
  const cases = Object.keys(COMMANDS).flatMap((command) =>
    [false, true].map((stored) => ({ command: command as keyof typeof COMMANDS, stored })),
  );
  it.each(cases)('$command, stored: $stored, is done once when it is repeated', async ({ command, stored }) => {
    await withStable();
    let id = '';
    if (command !== 'start') {
      id = await begun(world, '1.1.0', CANARY);
      await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
    }
    const call = () => callAs('Operator', { at: world.clock.instant(), key: 'once' });
    const before = (await world.world.streams.changes('', 1000)).changes.length;
    world.failOnce('streams', 'append', { stored });
    await expect(COMMANDS[command](id, call())).rejects.toThrow('streams.append failed');
    const answer = good(await COMMANDS[command](id, call()));
    expect(good(await COMMANDS[command](id, call()))).toStrictEqual(answer);
    const made = (await world.world.streams.changes('', 1000)).changes.length - before;
    expect(made).toBe(['start', 'stop', 'roll back'].includes(command) ? 1 : 0);
    if (command === 'pause') expect(await world.status(id)).toBe('paused');
    if (command === 'advance') expect((await typesOf(id)).filter((type) => type === 'PhaseAdvanced').length).toBe(1);
    if (made > 0) {
      await world.until(ended(answer.id, 'completed'), 300);
      expect((await world.cluster()).state.lock).toBeNull();
    }
  });
});

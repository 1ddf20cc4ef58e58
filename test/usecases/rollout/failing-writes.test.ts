import { afterEach, describe, expect, it } from 'vitest';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import { streamId } from '../../../usecases/transact.ts';
import { begun, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = {
  strategy: 'Canary',
  canaryPercentage: 50,
  phaseInterval: 'PT5S',
  healthCheckEnabled: true,
  autoPromote: true,
} as const;

let world: RolloutWorld;
afterEach(() => world.close());

const typesOf = async (id: string): Promise<string[]> =>
  (await world.world.streams.events(streamId('local', DEPLOYMENT.kind, id), { after: 0, limit: 100 })).map(
    ({ type }) => type,
  );

const run = async (breakIt: (world: RolloutWorld) => void): Promise<string[]> => {
  world = await rolloutWorld(2);
  await world.seconds(1);
  const first = await begun(world, '1.0.0', { strategy: 'Direct' });
  await world.until(async () => (await world.status(first)) === 'completed', 60);
  await world.seconds(3);
  const id = await begun(world, '1.1.0', CANARY);
  breakIt(world);
  await world.until(async () => (await typesOf(id)).includes('DeploymentReported'), 120);
  expect(world.fleet.running()).toStrictEqual({ 2: 2 });
  const { state } = await world.cluster();
  expect([state.lock, state.stable?.generation, state.generation]).toStrictEqual([null, 2, 2]);
  return typesOf(id);
};

const WHOLE = [
  'DeploymentStarted',
  'DeploymentPlanned',
  'PhaseReleased',
  'PhaseProven',
  'PhaseReleased',
  'PhaseProven',
  'DeploymentCompleted',
  'DeploymentReported',
];
const writes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((after) => [false, true].map((stored) => ({ after, stored })));

describe('a deployment whose writes fail', () => {
  it('has this story when none does', async () => expect(await run(() => undefined)).toStrictEqual(WHOLE));
  it.each(writes)('has the same story when write $after fails (stored: $stored)', async ({ after, stored }) =>
    expect(await run(({ failOnce }) => failOnce('streams', 'append', { stored, after }))).toStrictEqual(WHOLE),
  );
  it.each([false, true])(
    'has the same story when the plan, the release or a signature cannot be put (stored: %s)',
    async (stored) => {
      for (const after of [0, 1])
        expect(await run(({ failOnce }) => failOnce('blobs', 'put', { stored, after }))).toStrictEqual(WHOLE);
    },
  );
});

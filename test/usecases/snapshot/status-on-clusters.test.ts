import { afterEach, beforeEach, expect, it } from 'vitest';
import { getSnapshot } from '../../../usecases/snapshot/get-snapshot.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

let world: RolloutWorld;
beforeEach(async () => {
  world = await rolloutWorld(2);
  await world.seconds(1);
});
afterEach(() => world.close());

/** Stage, and where it stands on its one cluster. */
async function standing(semver: string): Promise<readonly [string, string | undefined]> {
  const input = { params: { name: `rates-${semver}` }, query: {}, body: undefined };
  const { stage, delta } = good(await getSnapshot(world.world, input, callAs('Viewer')));
  return [stage, delta[0]?.status];
}
const completed = (id: string) => world.until(async () => (await world.status(id)) === 'completed', 60);
const draftedOf = (generation: number) =>
  world.until(async () => (await world.cluster()).state.draft?.generation === generation, 60);
const CANARY = {
  strategy: 'Canary',
  canaryPercentage: 50,
  phaseInterval: 'PT5S',
  healthCheckEnabled: true,
  autoPromote: true,
} as const;

it('a snapshot is Staged while it is rolled out, then Active alone, then Rollback when the next one took over', async () => {
  const first = await begun(world, '1.0.0', CANARY);
  await draftedOf(1);
  expect(await standing('1.0.0')).toStrictEqual(['validated', 'Staged']);
  await completed(first);
  expect(await standing('1.0.0')).toStrictEqual(['production', 'Active']);
  const second = await begun(world, '1.1.0', CANARY);
  await draftedOf(2);
  expect([await standing('1.0.0'), await standing('1.1.0')]).toStrictEqual([
    ['production', 'Active'],
    ['validated', 'Staged'],
  ]);
  await completed(second);
  expect([await standing('1.0.0'), await standing('1.1.0')]).toStrictEqual([
    ['production', 'Rollback'],
    ['production', 'Active'],
  ]);
});

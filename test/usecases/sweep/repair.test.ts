import { afterEach, beforeEach, expect, it } from 'vitest';
import { foldStream } from '../../../usecases/project/fold-stream.ts';
import { foldLagging } from '../../../usecases/sweep/fold-lagging.ts';
import { repairExecutions } from '../../../usecases/sweep/repair-executions.ts';
import { begun, CLUSTER_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';
import { memoryWorld } from '../../support/world.ts';

let rollout: RolloutWorld;
beforeEach(async () => {
  rollout = await rolloutWorld(3);
  await rollout.seconds(1);
});
afterEach(() => rollout.close());

/** A world beside it whose workflow only notes what is started: nothing was started by the feed yet. */
const noting = () => {
  const { world, started } = memoryWorld();
  return { world: { ...rollout.world, workflow: world.workflow }, started };
};

it('starts the execution of an open deployment that has none, once', async () => {
  const id = await begun(rollout, '1.0.0', { strategy: 'Direct' });
  await foldStream(rollout.world, `local/deployment/${id}`); // the views know it, the start was lost
  const { world, started } = noting();
  expect(await repairExecutions(world)).toBe(1);
  expect(started).toStrictEqual([{ deploymentId: id, run: 1 }]);
  expect(await repairExecutions(world)).toBe(0);
});

it('starts none for a deployment that is paused or has ended', async () => {
  const id = await begun(rollout, '1.0.0', { strategy: 'Direct' });
  await foldStream(rollout.world, `local/deployment/${id}`);
  await rollout.pause(id);
  const { world, started } = noting();
  expect(await repairExecutions(world)).toBe(0);
  await rollout.resume(id);
  await rollout.until(async () => (await rollout.status(id)) === 'completed', 60);
  expect(await repairExecutions(world)).toBe(0);
  expect(started).toStrictEqual([]);
});

it('folds what the feed missed and does what those events ask for; then nothing is left', async () => {
  const id = await begun(rollout, '1.0.0', { strategy: 'Direct' });
  expect(await foldLagging(rollout.world)).toBeGreaterThan(5);
  expect(await rollout.world.workflow.status({ deploymentId: id, run: 1 })).toBe('running');
  expect((await rollout.cluster()).state.directive?.envelope).not.toBeNull();
  while ((await foldLagging(rollout.world)) > 0); // signing appends again
  expect(await foldLagging(rollout.world)).toBe(0);
  const rows = await rollout.world.views.query('audit', `cluster/${CLUSTER_NAME}`, { limit: 100 });
  expect(rows.rows.length).toBeGreaterThan(3);
});

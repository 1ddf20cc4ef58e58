import { expect, it } from 'vitest';
import { HISTORY_LIMIT } from '../../../adapters/embedded/workflow/execution.ts';
import { memoryPulses } from '../../support/memory-pulses.ts';
import { begun, rolloutWorld } from '../../support/rollout-world.ts';

it('rolls over 1,000 nodes one by one within the history of an execution', async () => {
  const world = await rolloutWorld(1000, 100, { pulses: memoryPulses() });
  await world.seconds(1);
  const id = await begun(world, '1.0.0', {
    strategy: 'Rolling',
    batchSize: 1,
    batchInterval: 'PT0S',
    stopOnFailure: true,
    healthCheckEnabled: false,
  });
  await world.until(async () => (await world.status(id)) === 'completed', 4000);
  const { plan } = await world.deployment(id);
  expect(plan).toMatchObject({ phaseCount: 1000, nodes: 1000, phases: null });
  expect(world.fleet.running()).toStrictEqual({ 1: 1000 });
  expect(world.longestHistory()).toBeLessThan(HISTORY_LIMIT);
  expect(world.faults).toStrictEqual([]);
  world.close();
}, 120_000);

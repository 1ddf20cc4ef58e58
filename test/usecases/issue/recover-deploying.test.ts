import { afterEach, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { done } from '../../../core/decision.ts';
import { listDeploymentNodes } from '../../../usecases/deployment/list-deployment-nodes.ts';
import { recoverCluster } from '../../../usecases/issue/recover-cluster.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, CLUSTER_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = {
  strategy: 'Canary',
  canaryPercentage: 50,
  phaseInterval: 'PT1M',
  healthCheckEnabled: false,
  autoPromote: true,
} as const;

let world: RolloutWorld;
afterEach(() => world.close());

it('recovering halts the deployment under way, and the next one goes on above everything proven', async () => {
  world = await rolloutWorld(4);
  await world.seconds(1);
  const first = await begun(world, '1.0.0', CANARY);
  await world.seconds(3);
  const standing = async () => {
    const asked = { params: { id: first }, query: { limit: 10 }, body: undefined };
    const { counts, items } = good(await listDeploymentNodes(world.world, asked, callAs('Operator')));
    return { counts, verdicts: items.map(({ verdict }) => verdict).toSorted() };
  };
  const before = await standing();
  expect(before).toMatchObject({ counts: { expected: 2, applied: 2 } });
  const at = world.clock.instant();
  await transact(world.world, callAs('Admin'), async (tx) => {
    await tx.load(CLUSTER, CLUSTER_NAME);
    tx.append(CLUSTER, CLUSTER_NAME, [
      { type: 'ControlPlaneBehind', at, node: 'n', provenEpoch: 1, provenGeneration: 6, provenSequence: 60 },
    ]);
    return done(null);
  });
  const body = { justification: 'restored from a backup' };
  const recovered = good(
    await recoverCluster(world.world, { params: { name: CLUSTER_NAME }, query: {}, body }, callAs('Operator', { at })),
  );
  expect(recovered).toMatchObject({ generation: 6, sequence: 61 });
  expect(await world.deployment(first)).toMatchObject({ status: 'halted' });
  expect((await world.cluster()).state).toMatchObject({ lock: null, draft: null, candidate: null });
  expect(await standing()).toStrictEqual(before); // whoever looks after it sees what the nodes run

  const second = await begun(world, '1.1.0', { strategy: 'Direct' });
  await world.until(async () => (await world.status(second)) === 'completed', 60);
  expect(world.fleet.running()).toStrictEqual({ 7: 4 });
  expect(world.faults).toStrictEqual([]);
});

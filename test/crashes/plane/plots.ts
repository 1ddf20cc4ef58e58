import { expect } from 'vitest';
import type { StrategyInput } from '../../../schemas/strategy.ts';
import { LOOPS_LIMIT } from '../../../usecases/rollout/assess-step.ts';
import { over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';
import { transition } from './points.ts';
import type { Stage } from './stage.ts';

/** What happens to one deployment, and in the end, whatever the control plane died of meanwhile. */
export type Plot = (stage: Stage, points: readonly string[]) => Promise<void>;

const CANARY: StrategyInput = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT1S' };
const ROLLING: StrategyInput = { strategy: 'Rolling', batchSize: 2, batchInterval: 'PT1S', stopOnFailure: true };
const BLUE_GREEN: StrategyInput = { strategy: 'BlueGreen', verificationPeriod: 'PT1S', keepBlueDuration: 'PT1S' };
export const TWO_PHASES = [CANARY, BLUE_GREEN, ROLLING] as const;

const everyNodeSays = async (stage: Stage, content: string | undefined): Promise<void> => {
  const say = () => Promise.all(stage.fleet.nodes.map((node) => node.current()));
  await until(say, (said) => said.every((each) => each === content), 60);
};

async function completed(stage: Stage, id: string): Promise<void> {
  expect(await stage.reaches(id, over)).toMatchObject({ status: 'completed' });
  await everyNodeSays(stage, stage.said());
}

/** By this strategy to its end. */
export const forward =
  (strategy: StrategyInput): Plot =>
  async (stage, points) => {
    stage.orders.give({ points });
    await completed(stage, await stage.deploy(strategy));
  };

/** Its canary fails its customers; what ran before comes back by itself. */
export const rolledBack: Plot = async (stage, points) => {
  const before = await stage.fleet.nodes[0]?.current();
  stage.orders.give({ points });
  const bad = await stage.deploy({ ...CANARY, phaseInterval: 'PT1M' }, { errorShare: 0.5 });
  const failed = await stage.reaches(bad, over);
  expect(failed).toMatchObject({ status: 'rolled_back' });
  const back = await stage.reaches(String(failed.rolledBackBy), over);
  expect(back).toMatchObject({ status: 'completed', rollbackOf: bad, generation: (failed.generation ?? 0) + 1 });
  await everyNodeSays(stage, before);
};

/** Somebody pauses it while its execution stands at this place, and lets it go on later. */
export const pausedAt =
  (from: string, to: string): Plot =>
  async (stage, points) => {
    stage.orders.give({ points, hold: transition(from, to) });
    const id = await stage.deploy(CANARY);
    await until(stage.orders.holds, (holds) => holds, 60);
    expect(await stage.otto('POST', `/deployments/${id}/pause`, {})).toMatchObject({ status: 'paused' });
    stage.orders.letGo();
    await until(stage.orders.deaths, (deaths) => deaths.length === points.length, 240);
    expect(await stage.deployment(id)).toMatchObject({ status: 'paused', run: 1 });
    await stage.otto('POST', `/deployments/${id}/resume`, {});
    await completed(stage, id);
  };

/** Its execution grows too long, and another one takes over. */
export const renewed: Plot = async (stage, points) => {
  stage.orders.give({ points, loops: LOOPS_LIMIT - 1 });
  const id = await stage.deploy(CANARY);
  await completed(stage, id);
  expect((await stage.deployment(id)).run).toBe(2);
};

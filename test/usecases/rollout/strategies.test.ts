import { afterEach, describe, expect, it } from 'vitest';
import type { DeploymentEvent } from '../../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import { LOOPS_LIMIT } from '../../../usecases/rollout/assess-step.ts';
import { streamId } from '../../../usecases/transact.ts';
import { begun, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = {
  strategy: 'Canary',
  canaryPercentage: 10,
  phaseInterval: 'PT1M',
  healthCheckEnabled: true,
  autoPromote: true,
} as const;

let world: RolloutWorld;
afterEach(() => world.close());

const fleetOf = async (nodes: number, quietSeconds = 0): Promise<RolloutWorld> => {
  world = await rolloutWorld(nodes, quietSeconds);
  await world.seconds(1); // everybody has checked in once
  return world;
};
const eventsOf = async (id: string): Promise<DeploymentEvent[]> => {
  const events = await world.world.streams.events(streamId('local', DEPLOYMENT.kind, id), { after: 0, limit: 10_000 });
  return events.map(({ type, payload }) => ({ type, ...payload }) as DeploymentEvent);
};
const ended = (id: string, status: string) => async () => (await world.status(id)) === status;
/** A first release everywhere, so that there is something to go back to. */
const withStable = async (): Promise<void> => {
  const first = await begun(world, '1.0.0', { strategy: 'Direct' });
  await world.until(ended(first, 'completed'), 30);
  await world.seconds(30);
};

describe('the real state machine on virtual time', () => {
  it('takes a direct deployment to every node at once', async () => {
    await fleetOf(10);
    const id = await begun(world, '1.0.0', { strategy: 'Direct' });
    const seconds = await world.until(ended(id, 'completed'), 30);
    expect(world.fleet.running()).toStrictEqual({ 1: 10 });
    expect(seconds).toBeLessThanOrEqual(5);
    expect(world.faults).toStrictEqual([]);
  });

  it('takes a canary through 10, 30, 50 and 100 % with a soak after the last receipt of each', async () => {
    await fleetOf(10);
    await withStable();
    const id = await begun(world, '1.1.0', CANARY);
    const seen: Record<number, number>[] = [];
    await world.until(async () => {
      const running = world.fleet.running();
      if (JSON.stringify(running) !== JSON.stringify(seen.at(-1))) seen.push(running);
      return (await world.status(id)) === 'completed';
    });
    expect(seen).toStrictEqual([{ 1: 10 }, { 1: 9, 2: 1 }, { 1: 7, 2: 3 }, { 1: 5, 2: 5 }, { 2: 10 }]);
    const phases = (await eventsOf(id)).flatMap((event) =>
      event.type === 'PhaseReleased' || event.type === 'PhaseProven' ? [event] : [],
    );
    for (const [index, event] of phases.entries()) {
      const before = phases[index - 1];
      if (event.type === 'PhaseReleased' && before)
        expect(Date.parse(event.at) - Date.parse(before.at)).toBeGreaterThanOrEqual(60_000);
    }
    expect(phases.map(({ type }) => type)).toStrictEqual(
      Array.from({ length: 4 }, () => ['PhaseReleased', 'PhaseProven']).flat(),
    );
  });

  it('preloads green everywhere, switches at once and keeps blue resident', async () => {
    await fleetOf(6);
    await withStable();
    const id = await begun(world, '1.1.0', {
      strategy: 'BlueGreen',
      verificationPeriod: 'PT30S',
      keepBlueDuration: 'PT1M',
    });
    await world.until(async () => world.fleet.nodes.every(({ resident }) => resident === 2), 20);
    await world.seconds(25);
    expect(world.fleet.running()).toStrictEqual({ 1: 6 });
    await world.until(async () => world.fleet.running()[2] === 6, 30);
    const { state } = await world.cluster();
    expect(state.keep.map(({ generation }) => generation)).toStrictEqual([1]);
    const seconds = await world.until(ended(id, 'completed'), 90);
    expect(seconds).toBeGreaterThanOrEqual(59);
    expect((await world.cluster()).state.keep).toStrictEqual([]);
  });

  it('rolls in batches', async () => {
    await fleetOf(5);
    await withStable();
    const id = await begun(world, '1.1.0', {
      strategy: 'Rolling',
      batchSize: 2,
      batchInterval: 'PT5S',
      stopOnFailure: true,
    });
    const seen = new Set<number>();
    await world.until(async () => {
      seen.add(world.fleet.running()[2] ?? 0);
      return (await world.status(id)) === 'completed';
    });
    expect([...seen]).toStrictEqual([0, 2, 4, 5]);
  });

  it('ends a first deployment with an empty cluster at once: there is nobody to protect', async () => {
    world = await rolloutWorld(0);
    const id = await begun(world, '1.0.0', CANARY);
    await world.until(ended(id, 'completed'), 5);
    expect((await world.cluster()).state.stable?.generation).toBe(1);
  });
});

describe('a candidate that fails', () => {
  const failing = () => {
    for (const node of world.fleet.nodes)
      node.load = (generation) => ({ requests: 10, errors: generation === 2 ? 3 : 0 });
  };

  it('is rolled back within one assessment of enough data, in less than 10 s on 10 nodes, and pinned', async () => {
    await fleetOf(10);
    await withStable();
    failing();
    const id = await begun(world, '1.1.0', CANARY);
    await world.until(ended(id, 'rolled_back'), 20);
    const { rolledBackBy } = await world.deployment(id);
    if (!rolledBackBy) throw new Error('no rollback deployment');
    await world.until(ended(rolledBackBy, 'completed'), 10);
    expect(world.fleet.running()).toStrictEqual({ 3: 10 });
    const events = await eventsOf(id);
    const breach = events.find((event) => event.type === 'HealthBreached');
    expect(breach?.breach.findings.map(({ trigger, share }) => [trigger, share])).toStrictEqual([
      ['error_rate', 'requests'],
      ['error_rate', 'nodes'],
    ]);
    const report = (await eventsOf(rolledBackBy)).find((event) => event.type === 'DeploymentReported');
    expect(report?.executionMilliseconds).toBeLessThan(10_000);
    const { state } = await world.cluster();
    expect(state.lock).toBeNull();
    expect(state.pins.map(({ deploymentId }) => deploymentId)).toStrictEqual([id]);
    expect(state.stable?.contentDigest).toBe(state.activations[1]?.contentDigest);
    await expect(begun(world, '1.1.0', CANARY)).rejects.toThrow('content_pinned');
  });

  it('is withdrawn and halted when there is nothing to go back to', async () => {
    await fleetOf(4);
    for (const node of world.fleet.nodes)
      node.load = (generation) => ({ requests: 10, errors: generation === 1 ? 9 : 0 });
    const id = await begun(world, '1.0.0', CANARY);
    await world.until(ended(id, 'halted'), 20);
    const { state } = await world.cluster();
    expect([state.lock, state.candidate, state.stable]).toStrictEqual([null, null, null]);
    expect(world.fleet.running()).toStrictEqual({ 0: 3, 1: 1 });
  });

  it('is found while the deployment is paused', async () => {
    await fleetOf(10);
    await withStable();
    const id = await begun(world, '1.1.0', CANARY);
    await world.until(async () => world.fleet.running()[2] === 1, 10);
    await world.pause(id);
    failing();
    await world.seconds(10);
    expect(await world.status(id)).toBe('paused');
    expect(await world.assessIdle()).toBe(1);
    expect(await world.status(id)).toBe('rolled_back');
  });
});

describe('time and crashes', () => {
  it('goes on after a pause of a month', async () => {
    await fleetOf(10);
    await withStable();
    const id = await begun(world, '1.1.0', CANARY);
    await world.until(async () => world.fleet.running()[2] === 1, 10);
    await world.pause(id);
    await world.seconds(3);
    await world.clock.advance(30 * 86_400_000);
    await world.seconds(2);
    expect(world.fleet.running()).toStrictEqual({ 1: 9, 2: 1 });
    await world.resume(id);
    await world.until(ended(id, 'completed'));
    expect(world.fleet.running()).toStrictEqual({ 2: 10 });
    expect((await world.deployment(id)).run).toBe(2);
  });

  it('goes on where it was after the process dies in any phase', async () => {
    await fleetOf(4);
    await withStable();
    const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT5S' });
    await world.until(async () => {
      await world.restart();
      return (await world.status(id)) === 'completed';
    });
    expect(world.fleet.running()).toStrictEqual({ 2: 4 });
    const released = (await eventsOf(id)).flatMap((event) =>
      event.type === 'PhaseReleased' ? [event.phase.phase] : [],
    );
    expect(released).toStrictEqual([1, 2, 3]);
  });

  it('carries a long soak over several executions', async () => {
    await fleetOf(1);
    await withStable();
    const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT25M' });
    await world.until(ended(id, 'completed'), 1600);
    expect((await world.deployment(id)).run).toBe(2);
    expect(world.longestHistory()).toBeLessThan(LOOPS_LIMIT * 9 + 100);
    expect((await eventsOf(id)).map(({ type }) => type)).toStrictEqual([
      'DeploymentStarted',
      'DeploymentPlanned',
      'PhaseReleased',
      'PhaseProven',
      'RunRenewed',
      'DeploymentCompleted',
      'DeploymentReported',
    ]);
  });
});

describe('a partial deployment', () => {
  it('is held when its nodes have proven it, and completed when it was widened', async () => {
    await fleetOf(8);
    await withStable();
    await world.label([0, 1, 2], { zone: 'a' });
    const id = await begun(
      world,
      '1.1.0',
      { ...CANARY, phaseInterval: 'PT2S' },
      { selector: { matchLabels: { zone: 'a' } } },
    );
    await world.until(ended(id, 'held'));
    expect(world.fleet.running()).toStrictEqual({ 1: 5, 2: 3 });
    expect((await world.deployment(id)).reasons).toStrictEqual([{ code: 'partial_proven' }]);
    expect((await world.cluster()).state.lock).toBe(id);
    await world.widen(id);
    await world.until(ended(id, 'completed'));
    expect(world.fleet.running()).toStrictEqual({ 2: 8 });
    const planned = (await eventsOf(id)).flatMap((event) =>
      event.type === 'DeploymentPlanned' ? [event.plan.nodes] : [],
    );
    expect(planned).toStrictEqual([3, 5]);
  });
});

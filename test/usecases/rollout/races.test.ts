import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import type { Outcome } from '../../../core/decision.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import type { Json } from '../../../schemas/words.ts';
import { rollBackCluster } from '../../../usecases/cluster/roll-back-cluster.ts';
import { advanceDeployment } from '../../../usecases/deployment/advance-deployment.ts';
import { pauseDeployment } from '../../../usecases/deployment/pause-deployment.ts';
import { rollBackDeployment, stopDeployment } from '../../../usecases/deployment/roll-back-deployment.ts';
import { assessStep } from '../../../usecases/rollout/assess-step.ts';
import { completeStep } from '../../../usecases/rollout/complete-step.ts';
import { releasePhaseStep } from '../../../usecases/rollout/release-phase-step.ts';
import { streamId } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, CLUSTER_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT5S', autoPromote: true } as const;
const justification = 'card payments fail since 09:12';

let world: RolloutWorld;
beforeEach(async () => {
  world = await rolloutWorld(2);
  await world.seconds(1);
});
afterEach(() => world.close());

const operator = () => callAs('Operator', { at: world.clock.instant() });
const of = (id: string) => ({ params: { id }, query: {}, body: { justification } });
const ended = (id: string, status: string) => async () => (await world.status(id)) === status;
const deployed = async (semver: string): Promise<string> => {
  const id = await begun(world, semver, { strategy: 'Direct' });
  await world.until(ended(id, 'completed'), 30);
  return id;
};
const rollback = (id: string) => rollBackDeployment(world.world, of(id), operator());
const stop = (id: string) => stopDeployment(world.world, of(id), operator());
const advance = (id: string) => advanceDeployment(world.world, of(id), operator());
const typesOf = async (kind: string, key: string): Promise<string[]> =>
  (await world.world.streams.events(streamId('local', kind, key), { after: 0, limit: 1000 })).map(({ type }) => type);
const refusal = (outcome: Outcome<unknown>): Json =>
  outcome.ok ? 'ok' : [outcome.code, { ...outcome.details } as Json];
const count = (types: readonly string[], type: string): number => types.filter((each) => each === type).length;

/** Runs `other` when `first` has decided and is about to store: its heads are old by then, once. */
async function overtaken<T>(first: () => Promise<T>, other: () => Promise<unknown>): Promise<T> {
  const { streams } = world.world;
  const append = streams.append.bind(streams);
  let waiting = true;
  streams.append = async (...all) => {
    if (waiting) {
      waiting = false;
      await other();
    }
    return append(...all);
  };
  try {
    return await first();
  } finally {
    expect(waiting).toBe(false);
    streams.append = append;
  }
}
/** In the last phase, proven, and about to be completed. */
const aboutToComplete = async (): Promise<string> => {
  await deployed('1.0.0');
  const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT1H' });
  await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
  good(await advance(id));
  await world.until(async () => (await world.deployment(id)).phase?.phase === 2, 30);
  await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
  return id;
};
const step = async (id: string) => ({ deploymentId: id, run: (await world.deployment(id)).run, loops: 0 });
const free = async (): Promise<void> => {
  const { state } = await world.cluster();
  expect([state.lock, state.draft, state.candidate]).toStrictEqual([null, null, null]);
  expect(world.faults).toStrictEqual([]);
};

describe('going back', () => {
  it('from a completed deployment twice makes one rollback', async () => {
    await deployed('1.0.0');
    const bad = await deployed('1.1.0');
    const first = good(await rollback(bad));
    expect(refusal(await rollback(bad))).toStrictEqual([
      'deployment_not_running',
      { status: 'rolled_back', reason: 'closed' },
    ]);
    await world.until(ended(first.id, 'completed'), 30);
    expect(refusal(await rollback(bad))).toStrictEqual([
      'deployment_not_running',
      { status: 'rolled_back', reason: 'closed' },
    ]);
    expect(count(await typesOf(CLUSTER.kind, CLUSTER_NAME), 'ContentPinned')).toBe(1);
    await free();
  });

  it.each(['before', 'after'])('by two people at once makes one rollback (%s the other has stored)', async (order) => {
    await deployed('1.0.0');
    const bad = await deployed('1.1.0');
    let second: Outcome<unknown> | undefined;
    const first = await overtaken(
      () => rollback(bad),
      async () => {
        second = await rollback(bad);
      },
    );
    const winner = second?.ok ? (second.value as { id: string }).id : '';
    expect(refusal(first)).toStrictEqual(['deployment_not_running', { status: 'rolled_back', reason: 'closed' }]);
    expect((await world.deployment(bad)).rolledBackBy).toBe(winner);
    if (order === 'after') await world.until(ended(winner, 'completed'), 30);
    expect((await world.cluster()).state.lock).toBe(order === 'after' ? null : winner);
  });

  it('from a rollback under way is refused, and from a completed one brings the other content at a higher generation', async () => {
    await deployed('1.0.0');
    const bad = await deployed('1.1.0');
    const back = good(await rollback(bad)).id;
    expect(refusal(await rollback(back))).toStrictEqual([
      'deployment_not_running',
      { status: 'planning', reason: 'is_a_rollback' },
    ]);
    await world.until(ended(back, 'completed'), 30);
    // What ran before it is what it pinned: that needs the pin lifted.
    expect(await rollback(back)).toMatchObject({ ok: false, code: 'content_pinned' });
    await free();
  });

  it('from a rollback under way to something else that was active is possible', async () => {
    await deployed('1.0.0');
    await deployed('1.1.0');
    const bad = await deployed('1.2.0');
    const back = good(await rollback(bad)).id;
    await world.seconds(1);
    const { id } = good(
      await rollBackCluster(
        world.world,
        { params: { name: CLUSTER_NAME }, query: {}, body: { snapshot: 'rates-1.0.0', justification } },
        operator(),
      ),
    );
    await world.until(ended(id, 'completed'), 30);
    expect(await world.status(back)).toBe('rolled_back');
    expect((await world.cluster()).state.stable?.snapshot.name).toBe('rates-1.0.0');
    await free();
  });
});

describe('stopping', () => {
  it('what completes at that moment is refused, and undoes nothing', async () => {
    const id = await aboutToComplete();
    good(await advance(id));
    const input = await step(id);
    const outcome = await overtaken(
      () => stop(id),
      async () => expect((await completeStep(world.rollout, input)).outcome).toBe('completed'),
    );
    expect(refusal(outcome)).toStrictEqual(['deployment_not_running', { status: 'completed' }]);
    expect((await world.cluster()).state.stable?.generation).toBe(2);
    await free();
  });

  it('wins over a completion that has not stored yet', async () => {
    const id = await aboutToComplete();
    good(await advance(id));
    const input = await step(id);
    let stopped: Outcome<unknown> | undefined;
    const completing = await overtaken(
      () => completeStep(world.rollout, input),
      async () => {
        stopped = await stop(id);
      },
    );
    expect(completing).toMatchObject({ outcome: 'ended', reason: 'deployment_not_running' });
    expect(stopped).toMatchObject({ ok: true, value: { rollbackOf: id } });
    const { rolledBackBy } = await world.deployment(id);
    await world.until(ended(rolledBackBy ?? '', 'completed'), 30);
    expect(world.fleet.running()).toStrictEqual({ 3: 2 });
    await free();
  });

  it('again changes nothing, and answers what became of it', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', CANARY);
    const first = good(await stop(id));
    expect(first).toStrictEqual({ id, status: 'stopped' });
    const before = await typesOf(DEPLOYMENT.kind, id);
    expect(good(await stop(id))).toStrictEqual(first);
    expect(await typesOf(DEPLOYMENT.kind, id)).toStrictEqual(before);

    const other = await begun(world, '1.2.0', CANARY);
    await world.until(async () => Object.hasOwn(world.fleet.running(), 2), 30);
    const back = good(await stop(other));
    expect(good(await stop(other))).toStrictEqual(back);
  });
});

describe('advancing', () => {
  it('while an assessment finds the phase proven releases the next phase once', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT0S', healthCheckEnabled: false });
    await world.until(async () => (await world.deployment(id)).phase !== null, 30);
    await world.fleet.checkIn();
    const assessed = await overtaken(
      async () => assessStep(world.rollout, await step(id)),
      async () => good(await advance(id)),
    );
    expect(assessed).toMatchObject({ outcome: 'continue', phase: 2 });
    await world.until(ended(id, 'completed'), 30);
    expect(count(await typesOf(DEPLOYMENT.kind, id), 'PhaseReleased')).toBe(2);
    await free();
  });

  it('twice at once is one word', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT1H' });
    await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
    good(
      await overtaken(
        () => advance(id),
        () => advance(id),
      ),
    );
    expect(count(await typesOf(DEPLOYMENT.kind, id), 'PhaseAdvanced')).toBe(1);
  });
});

describe('two controllers', () => {
  it('release a phase once, with one directive', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT1H' });
    await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
    good(await pauseDeployment(world.world, { params: { id }, query: {}, body: {} }, operator()));
    await world.resume(id);
    good(await advance(id));
    const input = { ...(await step(id)), phase: 2 };
    const before = (await world.cluster()).state.directive?.sequence ?? 0;
    const [one, two] = await Promise.all([
      overtaken(
        () => releasePhaseStep(world.rollout, input),
        () => releasePhaseStep(world.rollout, input),
      ),
      releasePhaseStep(world.rollout, input),
    ]);
    expect([one.outcome, two.outcome]).toStrictEqual(['released', 'released']);
    expect((await world.cluster()).state.directive?.sequence).toBe(before + 1);
    expect(count(await typesOf(DEPLOYMENT.kind, id), 'PhaseReleased')).toBe(2);
  });

  it('of an old run are told so, whatever they are about to do', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT1H' });
    await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
    const old = await step(id);
    good(await advance(id));
    const released = await overtaken(
      () => releasePhaseStep(world.rollout, { ...old, phase: 2 }),
      async () => {
        await world.pause(id);
        await world.resume(id);
      },
    );
    expect(released).toMatchObject({ outcome: 'ended', reason: 'superseded' });
    expect((await world.deployment(id)).phase?.phase).toBe(1);
  });

  it('start one deployment on one cluster', async () => {
    await deployed('1.0.0');
    await begun(world, '1.1.0', { strategy: 'Direct' }).then((id) => world.until(ended(id, 'completed'), 30));
    const start = (semver: string) => begun(world, semver, CANARY);
    const won: string[] = [];
    await expect(
      overtaken(
        () => start('1.0.0'),
        async () => won.push(await start('1.0.0')),
      ),
    ).rejects.toThrow('cluster_locked');
    expect((await world.cluster()).state.lock).toBe(won[0]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getDirective } from '../../../usecases/cluster/get-cluster.ts';
import { getCohesion } from '../../../usecases/cluster/get-cohesion.ts';
import { getRelease } from '../../../usecases/cluster/get-release.ts';
import { liftPin } from '../../../usecases/cluster/lift-pin.ts';
import { listClusterHistory } from '../../../usecases/cluster/list-cluster-history.ts';
import { rollBackCluster } from '../../../usecases/cluster/roll-back-cluster.ts';
import { advanceDeployment } from '../../../usecases/deployment/advance-deployment.ts';
import { getDeployment } from '../../../usecases/deployment/get-deployment.ts';
import { getDeploymentReport } from '../../../usecases/deployment/get-deployment-report.ts';
import { listDeploymentEvents } from '../../../usecases/deployment/list-deployment-events.ts';
import { listDeploymentNodes } from '../../../usecases/deployment/list-deployment-nodes.ts';
import { rollBackDeployment, stopDeployment } from '../../../usecases/deployment/roll-back-deployment.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, CLUSTER_NAME, CONFIG_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = {
  strategy: 'Canary',
  canaryPercentage: 10,
  phaseInterval: 'PT1M',
  healthCheckEnabled: true,
  autoPromote: true,
} as const;
const why = 'card payments fail since 09:12';

let world: RolloutWorld;
beforeEach(async () => {
  world = await rolloutWorld(4);
  await world.seconds(1);
});
afterEach(() => world.close());

const operator = (options = {}) => callAs('Operator', { at: world.clock.instant(), ...options });
const of = (id: string, body: object = {}) => ({ params: { id }, query: {}, body });
const cluster = (body: object = {}) => ({ params: { name: CLUSTER_NAME }, query: { limit: 50 }, body });
const ended = (id: string, status: string) => async () => (await world.status(id)) === status;
const deployed = async (semver: string): Promise<string> => {
  const id = await begun(world, semver, { strategy: 'Direct' });
  await world.until(ended(id, 'completed'), 30);
  return id;
};

describe('advancing', () => {
  it('goes on past a node that does not answer, and says so in the events', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT1S', nodeDeadline: 'PT10S' });
    for (const node of world.fleet.nodes) node.refuses.add(2);
    await world.until(async () => (await world.deployment(id)).reasons.some(({ code }) => code === 'nodes_failed'), 30);
    expect(world.fleet.running()).toStrictEqual({ 1: 4 });
    good(await advanceDeployment(world.world, of(id, { justification: why }) as never, operator()));
    await world.until(async () => (await world.deployment(id)).phase?.phase === 2, 10);
    const { items } = good(
      await listDeploymentEvents(world.world, { params: { id }, query: { limit: 200 }, body: {} }, operator()),
    );
    expect(items.find(({ type }) => type === 'PhaseAdvanced')?.payload).toMatchObject({ phase: 1, justification: why });
  });

  it('promotes each phase where nobody else may', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', { ...CANARY, phaseInterval: 'PT1S', autoPromote: false });
    for (const phase of [1, 2]) {
      await world.until(ended(id, 'held'), 60);
      expect((await world.deployment(id)).phase?.phase).toBe(phase);
      good(await advanceDeployment(world.world, of(id, { justification: why }) as never, operator()));
    }
    await world.until(ended(id, 'completed'), 60);
  });
});

describe('going back', () => {
  it('undoes a completed deployment by a new one, pins its content, and the pin can be lifted', async () => {
    await deployed('1.0.0');
    const bad = await deployed('1.1.0');
    const undone = good(await rollBackDeployment(world.world, of(bad, { justification: why }) as never, operator()));
    expect(undone).toMatchObject({ status: 'planning', rollbackOf: bad });
    await world.until(ended(undone.id, 'completed'), 30);
    expect(world.fleet.running()).toStrictEqual({ 3: 4 });
    expect(await world.status(bad)).toBe('rolled_back');
    const { state } = await world.cluster();
    expect(state.stable?.snapshot.name).toBe('rates-1.0.0');
    const pinned = state.pins[0]?.contentDigest ?? '';
    await expect(begun(world, '1.1.0', { strategy: 'Direct' })).rejects.toThrow('content_pinned');
    good(
      await liftPin(
        world.world,
        { params: { name: CLUSTER_NAME, digest: pinned }, query: {}, body: { justification: why } },
        operator(),
      ),
    );
    await deployed('1.1.0');
  });

  it('withdraws a candidate that is only preloaded, and moves no node', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', {
      strategy: 'BlueGreen',
      verificationPeriod: 'PT5M',
      keepBlueDuration: 'PT1M',
    });
    await world.until(async () => world.fleet.nodes.every(({ resident }) => resident === 2), 20);
    expect(good(await stopDeployment(world.world, of(id) as never, operator()))).toStrictEqual({
      id,
      status: 'stopped',
    });
    await world.seconds(3);
    const { state } = await world.cluster();
    expect([state.lock, state.candidate, state.draft, state.pins]).toStrictEqual([null, null, null, []]);
    expect(world.fleet.running()).toStrictEqual({ 1: 4 });
    await deployed('1.2.0'); // generation 2 is used up
    expect((await world.cluster()).state.stable?.generation).toBe(3);
  });

  it('stops by a rollback once nodes were told to switch, and then wants to know why', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', CANARY);
    await world.until(async () => world.fleet.running()[2] === 1, 10);
    expect(await stopDeployment(world.world, of(id) as never, operator())).toMatchObject({
      ok: false,
      code: 'justification_required',
    });
    expect(good(await stopDeployment(world.world, of(id, { justification: why }) as never, operator()))).toMatchObject({
      rollbackOf: id,
    });
  });

  it('brings a cluster back to any snapshot that was active, and to no other', async () => {
    await deployed('1.0.0');
    await deployed('1.1.0');
    await deployed('1.2.0');
    const back = (snapshot: string) =>
      rollBackCluster(
        world.world,
        { params: { name: CLUSTER_NAME }, query: {}, body: { snapshot, justification: why } },
        operator(),
      );
    expect(await back('rates-9')).toMatchObject({ ok: false, code: 'nothing_to_go_back_to' });
    expect(await back('rates-1.2.0')).toMatchObject({ ok: false, code: 'nothing_to_go_back_to' });
    const { id } = good(await back('rates-1.0.0'));
    await world.until(ended(id, 'completed'), 30);
    expect((await world.cluster()).state.stable).toMatchObject({ generation: 4, snapshot: { name: 'rates-1.0.0' } });
  });

  it('is told with its figures', async () => {
    await deployed('1.0.0');
    await world.seconds(30);
    for (const node of world.fleet.nodes)
      node.load = (generation) => ({ requests: 10, errors: generation === 2 ? 5 : 0 });
    const id = await begun(world, '1.1.0', CANARY);
    await world.until(ended(id, 'rolled_back'), 30);
    const { rolledBackBy } = await world.deployment(id);
    await world.until(ended(rolledBackBy ?? '', 'completed'), 30);
    const report = good(await getDeploymentReport(world.world, of(id) as never, operator()));
    expect(report).toMatchObject({
      outcome: 'rolled_back',
      automatic: true,
      justification: 'automatic rollback: error_rate',
      breach: { phase: 1, generation: 2, nodes: [{ errors: expect.any(Number) }] },
      rollback: { id: rolledBackBy, outcome: 'completed', generation: 3, counts: { applied: 4 } },
    });
    expect(report.detectionMilliseconds).toBeLessThan(10_000);
    expect(report.rollback?.executionMilliseconds).toBeLessThan(10_000);
    expect(report.timeline.map(({ type }) => type)).toStrictEqual([
      'DeploymentStarted',
      'DeploymentPlanned',
      'PhaseReleased',
      'PhaseProven',
      'HealthBreached',
      'DeploymentRolledBack',
    ]);
  });
});

describe('reading', () => {
  it('shows nodes, cohesion, release, directive and history of what is under way', async () => {
    await deployed('1.0.0');
    const id = await begun(world, '1.1.0', CANARY);
    await world.until(
      async () => (await world.deployment(id)).phase?.provenAt !== null && (await world.deployment(id)).phase !== null,
      20,
    );
    const page = { params: { id }, query: { limit: 3 }, body: {} };
    const first = good(await listDeploymentNodes(world.world, page, operator()));
    const rest = good(
      await listDeploymentNodes(world.world, { ...page, query: { limit: 3, after: first.next } }, operator()),
    );
    expect([...first.items, ...rest.items].map(({ verdict }) => verdict).sort()).toStrictEqual([
      'applied',
      'waiting',
      'waiting',
      'waiting',
    ]);
    expect(good(await getDeployment(world.world, of(id) as never, operator()))).toMatchObject({
      id,
      status: 'running',
      phase: 1,
      phases: 3,
      counts: { applied: 1 },
    });
    expect(good(await getCohesion(world.world, cluster()))).toMatchObject({
      nodes: 4,
      stale: 0,
      cohesion: 1,
      running: { 1: 3, 2: 1 },
    });
    const release = good(await getRelease(world.world, { ...cluster(), query: { which: 'candidate' } }, operator()));
    expect(release).toMatchObject({
      which: 'candidate',
      release: { generation: 2, signed: true },
      blobs: [{ config: CONFIG_NAME, version: '1.1.0' }],
    });
    expect(good(await getDirective(world.world, cluster())).envelope.signatures.length).toBe(1);
    const { items } = good(await listClusterHistory(world.world, cluster()));
    expect(items.map(({ type }) => type)).toStrictEqual([
      'ClusterCreated',
      'ClusterLocked',
      'ReleaseDrafted',
      'CandidateSet',
      'ReleaseCompleted',
      'ClusterLocked',
      'ReleaseDrafted',
      'CandidateSet',
    ]);
  });

  it('hides what is not there', async () => {
    const nobody = of('00000000-0000-4000-8000-000000000000') as never;
    expect(await getDeployment(world.world, nobody, operator())).toMatchObject({
      ok: false,
      code: 'deployment_unknown',
    });
    expect(await getCohesion(world.world, { params: { name: 'nothing' }, query: {}, body: {} })).toMatchObject({
      ok: false,
      code: 'cluster_unknown',
    });
  });
});

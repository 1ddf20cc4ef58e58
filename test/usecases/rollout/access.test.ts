import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploymentBindings } from '../../../functions/control/bindings/deployment.ts';
import type { UseCase } from '../../../functions/control/routes.ts';
import { StartDeploymentRequest } from '../../../schemas/deployment.ts';
import type { Resource } from '../../../usecases/access/may-read.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { rollBackCluster } from '../../../usecases/cluster/roll-back-cluster.ts';
import { listDeployments } from '../../../usecases/deployment/list-deployments.ts';
import { foldStream } from '../../../usecases/project/fold-stream.ts';
import { implicitName } from '../../../usecases/snapshot/implicit-snapshot.ts';
import { streamId } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, CLUSTER_NAME, CONFIG_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT1H' } as const;
const justification = 'card payments fail since 09:12';
/** The same name, and two things with access lists of their own. */
const CLUSTER: Resource = { cluster: CLUSTER_NAME };
const CONFIG: Resource = { config: CONFIG_NAME };

let world: RolloutWorld;
let id: string;
beforeEach(async () => {
  world = await rolloutWorld(2);
  await world.seconds(1);
  const first = await begun(world, '1.0.0', { strategy: 'Direct' });
  await world.until(async () => (await world.status(first)) === 'completed', 30);
  id = await begun(world, '1.1.0', CANARY);
  await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
});
afterEach(() => world.close());

const eve = (role: 'Operator' | 'Viewer' = 'Operator') => callAs(role, { subject: 'eve', at: world.clock.instant() });
const allow = async (resource: Resource, ...rights: ('read' | 'operate' | 'write')[]): Promise<void> => {
  const entries = rights.length > 0 ? [{ subject: 'eve', rights }] : [];
  good(await setAccess(world.world, resource, { entries }, callAs('Admin')));
};
const COMMANDS = [
  'pauseDeployment',
  'resumeDeployment',
  'advanceDeployment',
  'widenDeployment',
  'stopDeployment',
  'rollBackDeployment',
] as const;
const READS = ['getDeployment', 'listDeploymentNodes', 'getDeploymentReport', 'listDeploymentEvents'] as const;
const call = (operation: (typeof COMMANDS | typeof READS)[number]) =>
  (deploymentBindings[operation] as unknown as UseCase)(
    world.world,
    { params: { id }, query: { limit: 10 }, body: { justification } } as never,
    eve(),
  );
const listed = async (): Promise<string[]> => {
  for (const { stream } of (await world.world.streams.changes('', 1000)).changes) await foldStream(world.world, stream);
  const input = { params: {}, query: { limit: 10 }, body: {} };
  return good(await listDeployments(world.world, input, eve('Viewer'))).items.map((item) => item.id);
};
const asked = (body: object) => ({ params: {}, query: {}, body: StartDeploymentRequest.parse(body) });

describe.each([
  { what: 'the cluster', resource: CLUSTER },
  { what: 'a config of the snapshot', resource: CONFIG },
])('who may not read $what', ({ resource }) => {
  beforeEach(() => allow(resource));
  it.each([...COMMANDS, ...READS])('finds no deployment there: %s', async (operation) =>
    expect(await call(operation)).toStrictEqual({ ok: false, code: 'deployment_unknown', details: { id } }),
  );
  it('does not see it in the list', async () => {
    expect(await listed()).toStrictEqual([]);
    await allow(resource, 'read');
    expect((await listed())[0]).toBe(id);
  });
});

it('who may not read a cluster has no page of its deployments to go on from, however many there are', async () => {
  const row = { partition: 'x', sort: '1', doc: { id } };
  const views = {
    ...world.world.views,
    query: async () => ({ rows: Array.from({ length: 200 }, () => row), next: 'more' }),
  };
  const asking = () =>
    listDeployments(
      { ...world.world, views },
      { params: {}, query: { cluster: CLUSTER_NAME, limit: 10 }, body: {} },
      eve('Viewer'),
    );
  expect(good(await asking())).toMatchObject({ next: '1' });
  await allow(CLUSTER);
  expect(good(await asking())).toStrictEqual({ items: [] });
});

describe.each([
  { what: 'the cluster', resource: CLUSTER },
  { what: 'a config of the snapshot', resource: CONFIG },
])('who may only read $what', ({ resource }) => {
  beforeEach(() => allow(resource, 'read', 'write'));
  it.each(COMMANDS)('may not say %s', async (operation) => {
    expect(await call(operation)).toStrictEqual({ ok: false, code: 'forbidden', details: resource });
    expect(await world.status(id)).toBe('running');
  });
  it.each(READS)('may ask %s', async (operation) => expect((await call(operation)).ok).toBe(true));
  it('may neither start nor plan, nor go back', async () => {
    const forbidden = { ok: false, code: 'forbidden', details: resource };
    const body = { snapshot: 'rates-1.0.0', strategy: CANARY };
    expect(await deploymentBindings.startDeployment(world.world, asked(body), eve())).toStrictEqual(forbidden);
    expect(await deploymentBindings.previewPlan(world.world, asked(body), eve())).toStrictEqual(forbidden);
    const back = { params: { name: CLUSTER_NAME }, query: {}, body: { snapshot: 'rates-1.0.0', justification } };
    expect(await rollBackCluster(world.world, back, eve())).toStrictEqual(forbidden);
  });
  it('with the right to operate may', async () => {
    await allow(resource, 'operate');
    expect((await call('pauseDeployment')).ok).toBe(true);
  });
});

describe('naming what one may not read', () => {
  const both = async (body: object) => {
    const start = await deploymentBindings.startDeployment(world.world, asked(body), eve());
    expect(await deploymentBindings.previewPlan(world.world, asked(body), eve())).toStrictEqual(start);
    return start;
  };
  it('a config: there is no such version and no such snapshot, and nothing is stored', async () => {
    await allow(CONFIG);
    const version = { configName: CONFIG_NAME, configVersion: '1.1.0', strategy: CANARY };
    expect(await both(version)).toStrictEqual({
      ok: false,
      code: 'version_unknown',
      details: { config: CONFIG_NAME, version: '1.1.0' },
    });
    expect(await both({ snapshot: 'rates-1.0.0', strategy: CANARY })).toStrictEqual({
      ok: false,
      code: 'snapshot_unknown',
      details: { name: 'rates-1.0.0' },
    });
    const implicit = streamId('local', 'snapshot', implicitName(CLUSTER_NAME));
    expect(await world.world.streams.load(implicit)).toBeUndefined();
  });
  it('a cluster: it is not there, and no snapshot is made for it', async () => {
    await allow(CLUSTER);
    const version = { configName: CONFIG_NAME, configVersion: '1.1.0', strategy: CANARY };
    expect(await both(version)).toStrictEqual({
      ok: false,
      code: 'cluster_unknown',
      details: { cluster: CLUSTER_NAME },
    });
    const implicit = streamId('local', 'snapshot', implicitName(CLUSTER_NAME));
    expect(await world.world.streams.load(implicit)).toBeUndefined();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlRoutes } from '../../../functions/control/routes.ts';
import type { Role } from '../../../schemas/principal.ts';
import { good, version } from '../../support/content.ts';
import { begun, CLUSTER_NAME, CONFIG_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';
import { memoryApi } from './api.ts';

const why = { justification: 'card payments fail since 09:12' };
const CANARY = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT1H' };

/** One change through the API; `revised` says that it changes something with a revision of its own. */
interface Change {
  readonly operationId: string;
  readonly as: Role;
  /** What has to be there first; answers the thing in the path. */
  readonly given?: () => Promise<string>;
  readonly path: (thing: string) => string;
  readonly body: object;
  readonly revised?: true;
}

let world: RolloutWorld;
let api: Awaited<ReturnType<typeof memoryApi>>;
beforeAll(async () => {
  world = await rolloutWorld(2);
  await world.seconds(1);
  api = await memoryApi(undefined, world);
});
afterAll(() => world.close());

let semver = 0;
const next = (): string => `1.${semver++}.0`;
const ended = (id: string, status: string) => async () => (await world.status(id)) === status;
const completed = async (): Promise<string> => {
  const id = await begun(world, next(), { strategy: 'Direct' });
  await world.until(ended(id, 'completed'), 30);
  return id;
};
/** A canary under way with its first phase proven; what ran before is stopped. */
const underWay = async (selector?: { matchLabels: Record<string, string> }): Promise<string> => {
  const { lock } = (await world.cluster()).state;
  if (lock) {
    await api.as('Operator')('POST', `/api/v1/deployments/${lock}/stop`, { body: why });
    await world.until(async () => (await world.cluster()).state.lock === null, 60);
  }
  const id = await begun(world, next(), CANARY as never, selector ? { selector } : {});
  await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
  return id;
};
const deployment = (command: string) => (id: string) => `/deployments/${id}/${command}`;
const draftOfSnapshot = async (): Promise<string> => {
  const each = next();
  good(await version(world.world, CONFIG_NAME, each, { rate: each }));
  const name = `rates-${each}`;
  const body = { name, configs: { [CONFIG_NAME]: each }, clusters: [CLUSTER_NAME], summary: 'a change' };
  await api.as('Developer')('POST', '/api/v1/snapshots', { body });
  return name;
};
const validated = async (): Promise<string> => {
  const name = await draftOfSnapshot();
  await api.as('Developer')('POST', `/api/v1/snapshots/${name}/validate`, { body: { revision: 1 } });
  return name;
};
const published = async (): Promise<string> => {
  const each = next();
  good(await version(world.world, CONFIG_NAME, each, { rate: each }));
  return each;
};
const ofVersion = (command: string) => (each: string) => `/configs/${CONFIG_NAME}/versions/${each}/${command}`;
const ofSnapshot = (command: string) => (name: string) => `/snapshots/${name}/${command}`;

const CHANGES: readonly Change[] = [
  { operationId: 'createConfig', as: 'Developer', path: () => '/configs', body: { name: 'routes.development' } },
  {
    operationId: 'publishVersion',
    as: 'Developer',
    given: completed,
    path: () => `/configs/${CONFIG_NAME}/versions`,
    body: { version: '7.0.0', content: { rate: 7 } },
    revised: true,
  },
  {
    operationId: 'registerSchema',
    as: 'Developer',
    path: () => '/schemas',
    body: { name: 'rates', version: '1.0.0', schema: { type: 'object' } },
  },
  {
    operationId: 'reviewVersion',
    as: 'Operator',
    given: published,
    path: ofVersion('review'),
    body: { verdict: 'passed', note: 'read it' },
    revised: true,
  },
  {
    operationId: 'revokeVersion',
    as: 'Operator',
    given: published,
    path: ofVersion('revoke'),
    body: why,
    revised: true,
  },
  {
    operationId: 'eraseContent',
    as: 'Admin',
    given: async () => {
      const each = await published();
      await api.as('Operator')('POST', `/api/v1${ofVersion('revoke')(each)}`, { body: why });
      return each;
    },
    path: ofVersion('erase'),
    body: why,
    revised: true,
  },
  {
    operationId: 'createSnapshot',
    as: 'Developer',
    path: () => '/snapshots',
    body: { name: 'again', configs: { [CONFIG_NAME]: '1.0.0' }, clusters: [CLUSTER_NAME], summary: 'a change' },
    revised: true,
  },
  {
    operationId: 'validateSnapshot',
    as: 'Developer',
    given: draftOfSnapshot,
    path: ofSnapshot('validate'),
    body: { revision: 1 },
    revised: true,
  },
  {
    operationId: 'approveSnapshot',
    as: 'Operator',
    given: validated,
    path: ofSnapshot('approve'),
    body: { revision: 1 },
    revised: true,
  },
  {
    operationId: 'rejectSnapshot',
    as: 'Operator',
    given: validated,
    path: ofSnapshot('reject'),
    body: { revision: 1, note: 'not before the audit' },
    revised: true,
  },
  {
    operationId: 'breakGlass',
    as: 'Admin',
    given: validated,
    path: ofSnapshot('break-glass'),
    body: { revision: 1, ...why },
    revised: true,
  },
  {
    operationId: 'startDeployment',
    as: 'Operator',
    path: () => '/deployments',
    body: { snapshot: 'rates-1.0.0', strategy: CANARY },
  },
  {
    operationId: 'pauseDeployment',
    as: 'Operator',
    given: underWay,
    path: deployment('pause'),
    body: {},
    revised: true,
  },
  {
    operationId: 'resumeDeployment',
    as: 'Operator',
    given: async () => {
      const id = await underWay();
      await world.pause(id);
      return id;
    },
    path: deployment('resume'),
    body: {},
    revised: true,
  },
  {
    operationId: 'advanceDeployment',
    as: 'Operator',
    given: underWay,
    path: deployment('advance'),
    body: why,
    revised: true,
  },
  {
    operationId: 'widenDeployment',
    as: 'Operator',
    given: async () => {
      await world.label([0], { zone: 'a' });
      const id = await underWay({ matchLabels: { zone: 'a' } });
      await api.as('Operator')('POST', `/api/v1/deployments/${id}/advance`, { body: why });
      await world.until(ended(id, 'held'), 30);
      return id;
    },
    path: deployment('widen'),
    body: {},
    revised: true,
  },
  {
    operationId: 'stopDeployment',
    as: 'Operator',
    given: underWay,
    path: deployment('stop'),
    body: why,
    revised: true,
  },
  {
    operationId: 'rollBackDeployment',
    as: 'Operator',
    given: underWay,
    path: deployment('rollback'),
    body: why,
    revised: true,
  },
  {
    operationId: 'rollBackCluster',
    as: 'Operator',
    given: async () => {
      await underWay();
      return CLUSTER_NAME;
    },
    path: (name) => `/clusters/${name}/rollback`,
    body: { snapshot: 'rates-1.0.0', ...why },
    revised: true,
  },
  {
    operationId: 'liftPin',
    as: 'Operator',
    given: async () => (await world.cluster()).state.pins[0]?.contentDigest ?? '',
    path: (digest) => `/clusters/${CLUSTER_NAME}/pins/${digest}/lift`,
    body: why,
    revised: true,
  },
  {
    operationId: 'recoverCluster',
    as: 'Operator',
    path: () => `/clusters/${CLUSTER_NAME}/recover`,
    body: why,
    revised: true,
  },
  {
    operationId: 'createEnrolmentToken',
    as: 'Operator',
    path: () => '/enrolment-tokens',
    body: { cluster: CLUSTER_NAME },
  },
];
/** They store nothing that a second answer could double. */
const ASKING = ['openUpload', 'previewPlan', 'validateDocument'];
/** On enrolled nodes, the root and the log: in the tests of their own use cases. */
const ELSEWHERE = ['forceSync', 'unquarantineNode', 'replaceNode', 'confirmReplacement', 'loadRoot', 'eraseEvent'];

it('has every POST of the route table', () => {
  const posts = controlRoutes({ developmentTokens: false }).filter(({ method }) => method === 'POST');
  const known = new Set([...CHANGES.map(({ operationId }) => operationId), ...ASKING, ...ELSEWHERE]);
  expect(posts.map(({ operationId }) => operationId).filter((each) => !known.has(each))).toStrictEqual([]);
  expect(posts.length).toBeGreaterThanOrEqual(28);
});

describe.each(CHANGES)('$operationId', ({ operationId, as, given, path, body, revised }) => {
  it('with an old If-Match changes nothing; with a key, twice is once and has one answer', async () => {
    const url = `/api/v1${path((await given?.()) ?? '')}`;
    const ask = async (headers: Record<string, string>) => {
      const answer = await api.as(as, `${as}-of-the-test`)('POST', url, { body, headers });
      return { status: answer.status, body: answer.body as Record<string, unknown> };
    };
    const revisions = async () =>
      (await world.world.streams.changes('', 10_000)).changes.map(({ stream, revision }) => `${stream}#${revision}`);
    const before = await revisions();
    const old = await ask({ 'if-match': '"999999"', 'idempotency-key': `old-${operationId}` });
    if (revised) {
      expect([old.status, old.body['code']]).toStrictEqual([412, 'precondition_failed']);
      expect(await revisions()).toStrictEqual(before);
    }
    const key = { 'idempotency-key': `once-${operationId}` };
    const first = revised ? await ask(key) : old;
    expect(first.status).toBeLessThan(300);
    const stored = await revisions();
    await world.clock.advance(1);
    const second = await ask(revised ? key : { 'if-match': '"999999"', 'idempotency-key': `old-${operationId}` });
    expect(second).toStrictEqual(first);
    const touched = new Set(stored);
    expect((await revisions()).filter((each) => !touched.has(each))).toStrictEqual([]);
  });
});

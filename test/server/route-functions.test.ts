import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueNodeToken } from '../../core/node-token/claims.ts';
import { DEFAULT_BODY_BYTES } from '../../functions/shared/body-limit.ts';
import { ROUTES } from '../../schemas/api/index.ts';
import type { RouteSpec } from '../../schemas/api/route.ts';
import { Role } from '../../schemas/principal.ts';
import { routeFunctions } from '../../server/route-functions.ts';
import { eventOf } from '../functions/control/api.ts';
import { NOW_SECONDS, testIssuer } from '../functions/control/people.ts';
import { type MemoryWorld, memoryWorld } from '../support/world.ts';

const NODE = `node-${'1'.repeat(32)}`;
const OTHER = `node-${'2'.repeat(32)}`;
const GROUPS = { Admin: 'admins', Operator: 'operators', Developer: 'developers', Viewer: 'viewers' } as const;

let memory: MemoryWorld;
let routeTo: Awaited<ReturnType<typeof routeFunctions>>;
let issuer: Awaited<ReturnType<typeof testIssuer>>;
let nodeToken: string;

beforeAll(async () => {
  memory = memoryWorld();
  issuer = await testIssuer();
  const logger = new Logger({ serviceName: 'test', logLevel: 'SILENT' });
  routeTo = await routeFunctions({ world: memory.world, issuers: [issuer.config], developmentTokens: false, logger });
  const [key] = await memory.world.keyring.nodeTokenKeys();
  if (!key) throw new Error('no key');
  const identity = { node: NODE, cluster: 'pay.production', thumbprint: 'a'.repeat(64) };
  const issuance = { controlPlane: memory.world.controlPlane, nowSeconds: NOW_SECONDS };
  nodeToken = issueNodeToken(identity, issuance, { key, lifetimeSeconds: 600 }).token;
});
afterAll(() => memory.close());

const ask = async (method: string, path: string, authorization?: string, body: unknown = {}): Promise<number> => {
  const url = `/api/v1${path.replace('{id}', NODE).replace(/\{\w+\+?\}/g, 'pay.production')}`;
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const { run } = routeTo(method, url);
  return (await run(eventOf(method, url, { headers, body }), { awsRequestId: 'r' } as Context)).statusCode ?? 0;
};
const everyPath = (routes: readonly RouteSpec[]) =>
  routes.flatMap((route) =>
    [route.path, ...(route.aliases ?? [])].map((path) => ({ method: route.method, path, access: route.access })),
  );

const ofNodes = everyPath(ROUTES.filter(({ access }) => access === 'node'));
const byEnrolment = everyPath(ROUTES.filter(({ access }) => access === 'enrolment'));
const ofPeople = everyPath(ROUTES.filter(({ access }) => 'VDOA'.includes(access)));

describe('a node’s own routes', () => {
  it('are there to look at', () => expect([ofNodes.length, byEnrolment.length]).toStrictEqual([6, 2]));
  describe.each(ofNodes)('$method $path', ({ method, path }) => {
    it.each(Role.options)('refuse %s', async (role) =>
      expect(await ask(method, path, `Bearer ${await issuer.sign({ groups: [GROUPS[role]] })}`)).toBe(401),
    );
    it('refuse nobody', async () => expect(await ask(method, path)).toBe(401));
    it('refuse an enrolment token', async () => expect(await ask(method, path, 'Enrolment 0.secret')).toBe(401));
    it('refuse another node', async () =>
      expect(await ask(method, path.replace('{id}', OTHER), `Bearer ${nodeToken}`)).toBe(403));
    it('take the node itself, as far as its empty message', async () =>
      expect(await ask(method, path, `Bearer ${nodeToken}`)).toBe(400));
  });
});

describe('enrolment', () => {
  it.each(byEnrolment)('$method $path refuses every token but its own', async ({ method, path }) => {
    const people = await Promise.all(Role.options.map((role) => issuer.sign({ groups: [GROUPS[role]] })));
    for (const token of [
      undefined,
      ...people.map((each) => `Bearer ${each}`),
      `Bearer ${nodeToken}`,
      'Enrolment 0.secret',
    ])
      expect(await ask(method, path, token, { request: 'a.b.c' })).toBe(401);
  });
});

describe('people’s routes', () => {
  it.each(ofPeople)('$method $path refuses a real node token', async ({ method, path }) =>
    expect(await ask(method, path, `Bearer ${nodeToken}`)).toBe(401),
  );
});

describe('the body limit of a path', () => {
  it('is that of its route, known before the body is read', () => {
    const largest = ROUTES.find(({ operationId }) => operationId === 'publishVersion');
    expect(routeTo('POST', '/api/v1/configs/pay.production/versions').bodyLimit).toBe(largest?.maxBodyBytes);
    expect(routeTo('POST', '/api/v1/nowhere').bodyLimit).toBe(DEFAULT_BODY_BYTES);
    expect(routeTo('POST', '/api/v1/deployments').bodyLimit).toBe(DEFAULT_BODY_BYTES);
  });
});

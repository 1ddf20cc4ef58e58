import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueNodeToken } from '../../core/node-token/claims.ts';
import { DEFAULT_BODY_BYTES } from '../../functions/shared/body-limit.ts';
import { ROUTES } from '../../schemas/api/index.ts';
import { routeFunctions } from '../../server/route-functions.ts';
import { eventOf } from '../functions/control/api.ts';
import { NOW_SECONDS, testIssuer } from '../functions/control/people.ts';
import { type MemoryWorld, memoryWorld } from '../support/world.ts';

const NODE = `node-${'1'.repeat(32)}`;
const OTHER = `node-${'2'.repeat(32)}`;

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
  const identity = { node: OTHER, cluster: 'pay.production', thumbprint: 'a'.repeat(64) };
  const issuance = { controlPlane: memory.world.controlPlane, nowSeconds: NOW_SECONDS };
  nodeToken = issueNodeToken(identity, issuance, { key, lifetimeSeconds: 600 }).token;
});
afterAll(() => memory.close());

/* Who may call which of them is asked in test/attacks/people/authorisation; here, that each path leads to its function. */
it.each([
  ['POST', `/api/v1/nodes/${NODE}/check-in`, 'forbidden'],
  ['POST', `/api/v1/instances/${NODE}/heartbeat`, 'forbidden'],
  ['GET', `/api/v1/nodes/${NODE}`, 'unauthenticated'],
  ['DELETE', `/api/v1/nodes/${NODE}/check-in`, 'method_not_allowed'],
  ['GET', '/nowhere', 'not_found'],
])('%s %s with the token of another node: %s', async (method, url, code) => {
  const headers = { authorization: `Bearer ${nodeToken}` };
  const { body } = await routeTo(method, url).run(eventOf(method, url, { headers, body: {} }), {
    awsRequestId: 'r',
  } as Context);
  expect(JSON.parse(body ?? '{}')).toMatchObject({ code });
});

describe('the body limit of a path', () => {
  it('is that of its route, known before the body is read', () => {
    const largest = ROUTES.find(({ operationId }) => operationId === 'publishVersion');
    expect(routeTo('POST', '/api/v1/configs/pay.production/versions').bodyLimit).toBe(largest?.maxBodyBytes);
    expect(routeTo('POST', '/api/v1/nowhere').bodyLimit).toBe(DEFAULT_BODY_BYTES);
    expect(routeTo('POST', '/api/v1/deployments').bodyLimit).toBe(DEFAULT_BODY_BYTES);
  });
});

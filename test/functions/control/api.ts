import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { done } from '../../../core/decision.ts';
import { authenticator } from '../../../functions/control/auth.ts';
import { makeHandler } from '../../../functions/control/handler.ts';
import { type BoundRoute, controlRoutes } from '../../../functions/control/routes.ts';
import { makeHandler as makeRolloutHandler } from '../../../functions/rollout/handler.ts';
import type { Role } from '../../../schemas/principal.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { roomAround } from '../../support/without-release-key.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';
import { testIssuer } from './people.ts';

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: { readonly text: string; readonly base64?: boolean };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const CONTEXT = { awsRequestId: 'request', functionName: 'control' } as Context;

/** A payload 2.0 event as API Gateway sends it. */
export function eventOf(method: string, url: string, { headers = {}, body, raw }: Asked): APIGatewayProxyEventV2 {
  const [rawPath = '', rawQueryString = ''] = url.split('?');
  const text = raw?.text ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    requestContext: { http: { method, path: rawPath } } as APIGatewayProxyEventV2['requestContext'],
    ...(text === undefined ? {} : { body: text }),
    isBase64Encoded: raw?.base64 ?? false,
  };
}

const GROUPS: Readonly<Record<Role, string>> = {
  Admin: 'admins',
  Operator: 'operators',
  Developer: 'developers',
  Viewer: 'viewers',
};

/** The whole people's API on a world in memory, called with events; routes are replaced where a test says so. */
export async function memoryApi(
  routes: readonly BoundRoute[] = controlRoutes({ developmentTokens: false }),
  memory: MemoryWorld = memoryWorld(),
) {
  const issuer = await testIssuer();
  const logged: unknown[] = [];
  const logger = new Logger({ serviceName: 'test' });
  logger.error = (...line: unknown[]) => void logged.push(line);
  const handle = makeHandler({
    world: roomAround(memory.world, makeRolloutHandler(memory.world)),
    routes,
    authenticate: authenticator([issuer.config], () => memory.clock.now()),
    logger,
  });
  const call = async (method: string, url: string, asked: Asked = {}): Promise<Answer> => {
    const answer: APIGatewayProxyStructuredResultV2 = await handle(eventOf(method, url, asked), CONTEXT);
    const text = answer.isBase64Encoded ? Buffer.from(answer.body ?? '', 'base64').toString() : answer.body;
    const json = /json/.test(String(answer.headers?.['content-type']));
    return {
      status: answer.statusCode ?? 0,
      headers: (answer.headers ?? {}) as Record<string, string>,
      body: json ? JSON.parse(text ?? 'null') : text,
    };
  };
  const tokenOf = (role: Role, subject = role.toLowerCase()): Promise<string> =>
    issuer.sign({ groups: GROUPS[role], sub: subject });
  const as =
    (role: Role, subject?: string) =>
    async (method: string, url: string, { headers, ...asked }: Asked = {}): Promise<Answer> =>
      call(method, url, { ...asked, headers: { authorization: `Bearer ${await tokenOf(role, subject)}`, ...headers } });
  /** Makes a stream of this kind be there, with an event that says nothing. */
  const exists = (kind: 'config' | 'cluster', key: string) =>
    transact(memory.world, callAs('System'), async (tx) => {
      const stream = { kind, schemaVersion: 1, initial: {}, evolve: () => ({ name: key }) };
      await tx.load(stream, key);
      return done(tx.append(stream, key, [{ type: 'MadeByTest' }]));
    });
  /** An event as it came from somewhere. */
  const handled = (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => handle(event, CONTEXT);
  return { ...memory, call, handled, as, tokenOf, issuer, logged, exists };
}

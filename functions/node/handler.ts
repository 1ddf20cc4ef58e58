import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { NODE_PATHS } from '../../schemas/api/node-paths.ts';
import type { RouteSpec } from '../../schemas/api/route.ts';
import { NODE_ID } from '../../schemas/node-id.ts';
import type { Call } from '../../usecases/call.ts';
import type { World } from '../../usecases/ports.ts';
import { bodyLimit } from '../shared/body-limit.ts';
import { refusedCoding } from '../shared/content-coding.ts';
import { compileRoutes } from '../shared/match-route.ts';
import { faultProblem, toProblem } from '../shared/problem.ts';
import { traceIdIn } from '../shared/trace.ts';
import { type Authenticate, nodeAuthenticator } from './authenticate.ts';
import { type NodeBindings, nodeBindings } from './bindings.ts';
import { readMessage } from './read-message.ts';

type Operation = keyof NodeBindings;
type NodeRoute = Omit<RouteSpec, 'summary'> & { readonly operationId: Operation };

/** Where faults go; the node hears nothing but a trace id. */
export type OnFault = (fault: {
  readonly error: unknown;
  readonly traceId: string;
  readonly operationId: string;
}) => void;
export type NodeHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const ROUTES: readonly NodeRoute[] = Object.values(NODE_PATHS);
const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/**
 * The API of nodes, on the hot path: no middleware, no logger, nothing that a check-in does not need (design §9).
 * In this order, so that a stranger costs least: route, token, size, path, body.
 */
export async function makeNodeHandler(world: World, onFault: OnFault): Promise<NodeHandler> {
  const match = compileRoutes(ROUTES);
  const bindings = await nodeBindings(world);
  const authenticate = nodeAuthenticator(world);
  return async (event) => {
    const traceId = traceIdIn(event.headers['traceparent'], world.ids);
    const problem = { instance: event.rawPath, traceId };
    const matched = match(event.requestContext.http.method, event.rawPath);
    if (!matched.found)
      return toProblem(
        matched.allow.length === 0
          ? reject('not_found')
          : reject('method_not_allowed', { allow: matched.allow.join(', ') }),
        problem,
      );
    const { route, params } = matched;
    try {
      const outcome = await answer(world, { bindings, authenticate }, { route, params, event, traceId });
      if (!outcome.ok) return toProblem(outcome, problem);
      return {
        statusCode: route.status,
        headers: { ...HEADERS, 'x-trace-id': traceId },
        body: JSON.stringify(outcome.value),
      };
    } catch (error) {
      onFault({ error, traceId, operationId: route.operationId });
      return faultProblem(event.rawPath, traceId);
    }
  };
}

interface Asked {
  readonly route: NodeRoute;
  readonly params: Readonly<Record<string, string>>;
  readonly event: APIGatewayProxyEventV2;
  readonly traceId: string;
}

async function answer(
  world: World,
  { bindings, authenticate }: { readonly bindings: NodeBindings; readonly authenticate: Authenticate },
  { route, params, event, traceId }: Asked,
): Promise<Outcome<unknown>> {
  const nowMs = world.clock.now();
  const { authorization } = event.headers;
  const identity = route.access === 'node' ? await authenticate(authorization, nowMs) : done(undefined);
  if (!identity.ok) return identity;
  const body = readBody(event, route);
  if (!body.ok) return body;
  if (params['id'] !== undefined && !NODE_ID.test(params['id'])) return reject('not_found');
  if (identity.value && identity.value.node !== params['id']) return reject('forbidden');
  const message = await readMessage(route.operationId, body.value);
  if (!message.ok) return message;
  const subject = identity.value?.node ?? params['id'] ?? 'enrolment';
  const call: Call = {
    principal: { subject, role: identity.value ? 'Node' : 'Anyone' },
    at: new Date(nowMs).toISOString(),
    traceId,
    // A node's messages are told apart by what they hold (sequence, counter, jti), so every request is its own command.
    command: { key: `node/${world.ids.uuid()}`, bodySha256: '' },
  };
  return bindings[route.operationId]({ params, body: message.value, authorization, identity: identity.value }, call);
}

/** JSON whatever the media type says: nodes send nothing else. */
function readBody(event: APIGatewayProxyEventV2, route: NodeRoute): Outcome<string | Uint8Array> {
  const { body = '', isBase64Encoded, headers } = event;
  const limit = bodyLimit(route);
  const size = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
  if (size > limit) return reject('too_large', { limit, size });
  return refusedCoding(headers) ?? done(isBase64Encoded ? Buffer.from(body, 'base64') : body);
}

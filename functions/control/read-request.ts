import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { done, type Outcome, type Rejected, reject } from '../../core/decision.ts';
import { ROUTES } from '../../schemas/api/index.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { Call } from '../../usecases/call.ts';
import { bodyLimit } from '../shared/body-limit.ts';
import type { Cursors } from '../shared/cursor.ts';
import { commandOf } from '../shared/idempotency.ts';
import { refusedShape } from '../shared/located-errors.ts';
import { compileRoutes } from '../shared/match-route.ts';
import { mediaTypeOf, readBody, readSource } from '../shared/read-body.ts';
import { questionOf, readQuery } from '../shared/read-query.ts';
import { readIfMatch } from '../shared/revision-headers.ts';
import { authoriseResource, authoriseRole } from './authorise.ts';
import type { Deps } from './deps.ts';
import type { BoundRoute } from './routes.ts';

export interface ReadRequest {
  readonly route: BoundRoute;
  readonly input: RouteInput;
  readonly call: Call;
  /** What a cursor of this answer continues. */
  readonly question: string;
}

/** Nodes have some of the paths: who asks there with another method is told so, not that there is nothing. */
const matchAny = compileRoutes(ROUTES);

function notThere(method: string, rawPath: string, ours: readonly string[]): Rejected {
  const any = matchAny(method, rawPath);
  const allow = [...new Set([...ours, ...(any.found ? [] : any.allow)])].sort();
  return allow.length === 0 ? reject('not_found') : reject('method_not_allowed', { allow: allow.join(', ') });
}

const ANYONE: Principal = { subject: 'anyone', role: 'Anyone' };

/**
 * Turns an event into a route with its input and call. In this order, so that a stranger learns and costs least:
 * route, token, role, size, path, access list, query, body, headers.
 */
export function makeReader({ world, routes, authenticate }: Deps, cursors: Cursors) {
  const match = compileRoutes(routes);

  const principalOf = async (route: BoundRoute, { headers }: APIGatewayProxyEventV2): Promise<Outcome<Principal>> => {
    if (route.access === 'open') return done(ANYONE);
    const person = await authenticate(headers['authorization']);
    return person.ok ? authoriseRole(route, person.value) : person;
  };

  return async (event: APIGatewayProxyEventV2, traceId: string): Promise<Outcome<ReadRequest>> => {
    const { method } = event.requestContext.http;
    const { rawPath, rawQueryString, headers } = event;
    const matched = match(method, rawPath);
    if (!matched.found) return notThere(method, rawPath, matched.allow);
    const { route } = matched;
    const principal = await principalOf(route, event);
    if (!principal.ok) return principal;
    const source = readSource(event, bodyLimit(route));
    if (!source.ok) return source;
    const params = route.params?.safeParse(matched.params) ?? { success: true, data: matched.params };
    // A name that cannot exist is a thing that does not; the places say why.
    if (!params.success) return reject('not_found', refusedShape('path', params.error).details);
    const allowed = await authoriseResource(world, route, matched.params, principal.value);
    if (!allowed.ok) return allowed;
    const question = questionOf(route.method, rawPath, rawQueryString);
    const query = await readQuery(rawQueryString, route, (cursor) => cursors.open(cursor, question));
    if (!query.ok) return query;
    const mediaType = mediaTypeOf(event);
    const body = readBody(source.value, mediaType, route);
    if (!body.ok) return body;
    // Last: what would be refused anyway is refused for that (RFC 9110 §13.2.1).
    const ifMatch = readIfMatch(headers['if-match']);
    if (!ifMatch.ok) return ifMatch;
    const command = commandOf({
      method,
      rawPath,
      rawQuery: rawQueryString,
      mediaType,
      body: source.value,
      subject: principal.value.subject,
      idempotencyKey: headers['idempotency-key'],
      randomKey: world.ids.uuid(),
    });
    if (!command.ok) return command;
    const call: Call = {
      principal: principal.value,
      at: new Date(world.clock.now()).toISOString(),
      traceId,
      command: command.value,
      ...(ifMatch.value === undefined ? {} : { ifMatch: ifMatch.value }),
    };
    return done({ route, input: { params: params.data, query: query.value, body: body.value }, call, question });
  };
}

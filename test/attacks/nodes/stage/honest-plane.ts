import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type Http, type HttpAnswer, HttpFailure, type HttpRequest } from '../../../../agent/ports.ts';
import { authenticator } from '../../../../functions/control/auth.ts';
import { makeHandler } from '../../../../functions/control/handler.ts';
import { controlRoutes } from '../../../../functions/control/routes.ts';
import { makeNodeHandler, type NodeHandler } from '../../../../functions/node/handler.ts';
import type { World } from '../../../../usecases/ports.ts';
import type { MemoryWorld } from '../../../support/world.ts';

/** Stands where the node function stands: its honest code and its ports are handed to it, and it answers as it likes. */
export type NodeFunction = (
  event: APIGatewayProxyEventV2,
  honest: NodeHandler,
) => Promise<APIGatewayProxyStructuredResultV2>;

export interface HonestPlane {
  /** The control plane's own answer. @throws HttpFailure above the caller's limit */
  readonly http: Http;
  /** Who answers what nodes post; the honest handler at first. */
  nodeFunction: NodeFunction;
  readonly faults: unknown[];
}

/** The real handlers of people and nodes, and the blob server, behind the port that agents speak through. */
export async function honestPlane(
  { serveBlob }: Pick<MemoryWorld, 'serveBlob'>,
  world: World,
  room: World,
): Promise<HonestPlane> {
  const faults: unknown[] = [];
  const control = makeHandler({
    world,
    routes: controlRoutes({ developmentTokens: false }),
    authenticate: authenticator([], world.clock.now),
    logger: new Logger({ serviceName: 'stage', logLevel: 'SILENT' }),
  });
  const node = await makeNodeHandler(room, ({ error }) => faults.push(error));
  const plane: HonestPlane = {
    faults,
    nodeFunction: (event, honest) => honest(event),
    http: async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname.startsWith('/blobs/')) {
        const found = await serveBlob({ method: request.method, path: pathname, query: searchParams, body: empty() });
        return { status: found.status, bytes: await collected(found.body) };
      }
      const event = eventOf(request, pathname);
      return answerOf(
        request.method === 'POST' ? await plane.nodeFunction(event, node) : await control(event, CONTEXT),
      );
    },
  };
  return plane;
}

const CONTEXT = { awsRequestId: 'request', functionName: 'control' } as Context;

const eventOf = ({ method, headers, body }: HttpRequest, rawPath: string): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath,
  rawQueryString: '',
  headers: { ...headers },
  requestContext: { http: { method, path: rawPath } } as APIGatewayProxyEventV2['requestContext'],
  ...(body === undefined ? {} : { body }),
  isBase64Encoded: false,
});

const answerOf = ({ statusCode = 200, body = '' }: APIGatewayProxyStructuredResultV2): HttpAnswer => ({
  status: statusCode,
  bytes: new TextEncoder().encode(body),
});

async function* empty(): AsyncGenerator<Uint8Array> {}

async function collected(body: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** The caller's limit, as the agent's own client keeps it: agent/real/node-http.ts, which sockets.test.ts attacks. */
export const limited =
  (http: Http): Http =>
  async (request) => {
    const answer = await http(request);
    const limit = Math.max(request.maxBytes, answer.status === 200 ? 0 : 64 * 1024);
    if (answer.bytes.length > limit) throw new HttpFailure('too_large');
    return answer;
  };

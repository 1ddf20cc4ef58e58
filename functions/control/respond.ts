import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { RawAnswer } from '../../schemas/api/route.ts';
import type { Cursors } from '../shared/cursor.ts';
import { etagOf, noneMatch } from '../shared/revision-headers.ts';
import type { BoundRoute } from './routes.ts';

interface Asked {
  readonly route: BoundRoute;
  readonly event: APIGatewayProxyEventV2;
  readonly traceId: string;
  readonly question: string;
  readonly cursors: Cursors;
}

/** A use case's value as a response: `revision` becomes the ETag, `next` a sealed cursor. */
export async function respond(value: unknown, asked: Asked): Promise<APIGatewayProxyStructuredResultV2> {
  const headers = { 'x-trace-id': asked.traceId };
  if (asked.route.raw) return rawResponse(value as RawAnswer, headers);
  if (asked.route.status === 204) return { statusCode: 204, headers: { ...headers, 'cache-control': 'no-store' } };
  const etag = etagIn(value);
  const tagged = { ...headers, 'cache-control': 'no-cache', ...(etag ? { etag } : {}) };
  if (etag && asked.route.method === 'GET' && noneMatch(asked.event.headers['if-none-match'], etag))
    return { statusCode: 304, headers: tagged };
  return {
    statusCode: asked.route.status,
    headers: { ...tagged, 'content-type': 'application/json' },
    body: JSON.stringify(await sealed(value, asked)),
  };
}

function rawResponse(answer: RawAnswer, headers: Record<string, string>): APIGatewayProxyStructuredResultV2 {
  if ('location' in answer)
    return { statusCode: 302, headers: { ...headers, location: answer.location, 'cache-control': 'no-store' } };
  const cache = answer.immutable ? 'private, max-age=31536000, immutable' : 'no-cache';
  return {
    statusCode: 200,
    // Bytes people stored are shown, never run by a browser on our origin.
    headers: {
      ...headers,
      'content-type': answer.mediaType,
      'cache-control': cache,
      'x-content-type-options': 'nosniff',
    },
    body: Buffer.from(answer.bytes).toString('base64'),
    isBase64Encoded: true,
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const etagIn = (value: unknown): string | undefined =>
  isObject(value) && typeof value['revision'] === 'number' ? etagOf(value['revision']) : undefined;

const sealed = async (value: unknown, { cursors, question, route }: Asked): Promise<unknown> =>
  route.query && isObject(value) && typeof value['next'] === 'string'
    ? { ...value, next: await cursors.seal(value['next'], question) }
    : value;

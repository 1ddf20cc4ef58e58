import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { readJson } from '../../core/json/read-json.ts';
import type { RawBody, RouteSpec } from '../../schemas/api/route.ts';
import { refusedCoding } from './content-coding.ts';
import { refusedShape } from './located-errors.ts';
import { trimmed } from './trimmed.ts';

const NOTHING = z.strictObject({});

type Carrier = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers'>;

/** Lower case, without parameters; '' when absent. */
export const mediaTypeOf = ({ headers }: Pick<Carrier, 'headers'>): string =>
  trimmed((headers['content-type'] ?? '').split(';', 1)[0] ?? '').toLowerCase();

/** A body as it came, refused by length and coding before anything is decoded. */
export function readSource(
  { body = '', isBase64Encoded, headers }: Carrier,
  limit: number,
): Outcome<RawBody['source']> {
  const sizeBytes = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
  if (sizeBytes > limit) return reject('too_large', { limit, size: sizeBytes });
  return refusedCoding(headers) ?? done(isBase64Encoded ? Buffer.from(body, 'base64') : body);
}

/**
 * The body as its route declares it: parsed strictly and checked against its schema, or as it came for a media type
 * the use case reads itself. No body at all reads as `{}`.
 */
export function readBody(
  source: RawBody['source'],
  mediaType: string,
  { body: schema, rawBody }: Pick<RouteSpec, 'body' | 'rawBody'>,
): Outcome<unknown> {
  if (rawBody?.includes(mediaType)) return done({ mediaType, source } satisfies RawBody);
  if (!schema && rawBody) return reject('unsupported_media_type', { accepted: [...rawBody] });
  if (!schema && source.length === 0) return done(undefined);
  if (source.length > 0 && mediaType !== 'application/json')
    return reject('unsupported_media_type', { accepted: ['application/json', ...(rawBody ?? [])] });
  const json = source.length === 0 ? done({}) : readJson(source);
  if (!json.ok) return json;
  const parsed = (schema ?? NOTHING).safeParse(json.value);
  return parsed.success ? done(parsed.data) : refusedShape('body', parsed.error);
}

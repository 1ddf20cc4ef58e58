import { canonicalQuery, percentEncoded } from './canonical-request.ts';
import { environmentCredentials } from './credentials.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { deadlineOf, type Surroundings } from './json-call.ts';
import { type Received, send } from './send.ts';
import { signedHeaders } from './sign-request.ts';

/** Where an object lies: the address of its bucket, and the path as it is sent and signed. */
export interface ObjectAddress {
  readonly origin: URL;
  readonly path: string;
}

/** Virtual-host style on AWS, path style at an endpoint that the environment names (design §11). */
export function objectAddress({ url, custom }: Endpoint, bucket: string, key: string): ObjectAddress {
  const path = `/${key.split('/').map(percentEncoded).join('/')}`;
  if (custom) return { origin: url, path: `/${bucket}${path}` };
  return { origin: new URL(`${url.protocol}//${bucket}.${url.host}`), path };
}

/** An answer of S3 that is neither what was asked for nor one of those the caller knows. */
export class S3Error extends Error {
  readonly status: number;

  constructor(status: number, method: string, path: string, body: Buffer) {
    const code = /<Code>([^<]*)<\/Code>/.exec(body.toString('utf8', 0, 2048))?.[1] ?? 'no code';
    super(`${method} ${path}: ${status} ${code}`);
    this.name = 'S3Error';
    this.status = status;
  }

  /** Whether the same call may succeed a moment later. 409: another writer of the same key is at it. */
  get retryable(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 409;
  }
}

/** One call of S3. @param known statuses that are answers, not failures; 200 always is */
export type S3Call = (request: S3Request, known: readonly number[]) => Promise<Received>;
interface S3Request {
  readonly method: 'GET' | 'PUT' | 'HEAD' | 'DELETE';
  readonly bucket: string;
  /** Empty where the bucket itself is asked. */
  readonly key: string;
  readonly query?: { readonly [name: string]: string };
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Uint8Array;
}

/** 16 MB, the largest blob, by the share of a network that a small function has. */
const BYTES_MS = 10_000;

/** S3 without an SDK. Each call is tried once. */
export function leanS3(surroundings: Surroundings): S3Call {
  const endpoint = endpointOf('s3', surroundings.environment);
  const deadlineMs = surroundings.deadlineMs ?? Math.max(BYTES_MS, deadlineOf(endpoint, surroundings));
  return async ({ method, bucket, key, query: asked = {}, headers = {}, body }, known) => {
    const { origin, path } = objectAddress(endpoint, bucket, key);
    const credentials = environmentCredentials(surroundings.environment);
    const query = canonicalQuery(asked);
    const request = { method, path, query, headers: { ...headers, host: origin.host }, ...(body ? { body } : {}) };
    const scope = { credentials, region: endpoint.region, service: 's3', nowMs: surroundings.now() };
    const target = query === '' ? path : `${path}?${query}`;
    const sent = { ...request, path: target, headers: signedHeaders(request, scope) };
    const received = await send(origin, sent, deadlineMs);
    if (received.status === 200 || known.includes(received.status)) return received;
    throw new S3Error(received.status, method, path, received.body);
  };
}

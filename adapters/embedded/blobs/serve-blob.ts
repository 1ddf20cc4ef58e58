import { announcedBytes, WrongBytes } from './announced-bytes.ts';
import type { BlobStore, Bytes } from './blob-store.ts';
import type { BlobGrant, BlobUrls } from './blob-url.ts';

/** A request to `/blobs/…`, HTTP left out. */
export interface BlobRequest {
  readonly method: string;
  /** Path alone, undecoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: AsyncIterable<Uint8Array>;
  /** Of the request, where the server knows one: a refusal names it. */
  readonly traceId?: string;
}

export interface BlobResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Bytes;
}

export type ServeBlob = (request: BlobRequest) => Promise<BlobResponse>;

/** Answers signed blob URLs: who holds one needs no token. 403 means "ask for a fresh URL". */
export function blobServer(store: BlobStore, urls: BlobUrls): ServeBlob {
  return async (request) => {
    const grant = await urls.check(request);
    if (grant === 'expired')
      return problem(request, 403, 'blob_url_expired', 'This URL has expired; ask for a fresh one.');
    if (grant === 'invalid') return problem(request, 403, 'blob_url_invalid', 'This URL was not given by this server.');
    return grant.method === 'GET' ? download(store, grant, request) : upload(store, grant, request);
  };
}

async function download(
  store: BlobStore,
  { namespace, sha256 }: BlobGrant,
  request: BlobRequest,
): Promise<BlobResponse> {
  const found = await store.open(namespace, sha256);
  if (!found) return problem(request, 404, 'not_found', 'There is no such blob.');
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(found.sizeBytes),
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: found.bytes };
}

async function upload(store: BlobStore, grant: BlobGrant, request: BlobRequest): Promise<BlobResponse> {
  const announced = { sha256: grant.sha256, sizeBytes: grant.sizeBytes ?? 0 };
  try {
    await store.store(grant, announcedBytes(request.body, announced));
    return { status: 200, headers: {}, body: new Uint8Array() };
  } catch (error) {
    if (!(error instanceof WrongBytes)) throw error;
    return problem(request, 422, 'upload_mismatch', `The bytes are ${error.message}.`);
  }
}

/** RFC 9457, in the shape of every other refusal. */
const problem = (
  { path: instance, traceId = '' }: BlobRequest,
  status: number,
  code: string,
  title: string,
): BlobResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  body: Buffer.from(JSON.stringify({ type: `/problems/${code}`, title, status, code, instance, traceId })),
});

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
    if (grant === 'expired') return problem(403, 'blob_url_expired', 'This URL has expired; ask for a fresh one.');
    if (grant === 'invalid') return problem(403, 'blob_url_invalid', 'This URL was not given by this server.');
    return grant.method === 'GET' ? download(store, grant) : upload(store, grant, request.body);
  };
}

async function download(store: BlobStore, { namespace, sha256 }: BlobGrant): Promise<BlobResponse> {
  const found = await store.open(namespace, sha256);
  if (!found) return problem(404, 'not_found', 'There is no such blob.');
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(found.sizeBytes),
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: found.bytes };
}

async function upload(store: BlobStore, grant: BlobGrant, body: Bytes): Promise<BlobResponse> {
  const announced = { sha256: grant.sha256, sizeBytes: grant.sizeBytes ?? 0 };
  try {
    await store.store(grant, announcedBytes(body, announced));
    return { status: 200, headers: {}, body: new Uint8Array() };
  } catch (error) {
    if (!(error instanceof WrongBytes)) throw error;
    return problem(422, 'upload_mismatch', `The bytes are ${error.message}.`);
  }
}

const problem = (status: number, code: string, title: string): BlobResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: Buffer.from(JSON.stringify({ type: `/problems/${code}`, title, status, code })),
});

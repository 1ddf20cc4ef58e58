import type { Sha256 } from '../../schemas/words.ts';

/**
 * Write-once bytes under `<namespace>/<sha256>`. Putting the same bytes again changes nothing. `put` computes the
 * digest itself. With `when` bytes may travel at once, but are there only once it is true: with false nothing of them
 * stays, and `put` answers all the same. `copy` takes a blob to another namespace without its bytes passing through the caller. `url` can be fetched by anyone until it expires. An upload session's URL accepts one PUT of exactly
 * the announced length and digest; `finishUpload` says whether those bytes are there. `erase` leaves nothing of a blob in
 * its namespace, for good when it answers; URLs given out before find nothing. What is not there is erased. Putting the
 * same bytes afterwards is a new put. It fails half done only by throwing: asked again, it goes on.
 */
export interface Blobs {
  put(
    namespace: string,
    bytes: Uint8Array,
    when?: Promise<boolean>,
  ): Promise<{ readonly sha256: Sha256; readonly sizeBytes: number }>;
  get(namespace: string, sha256: Sha256): Promise<Uint8Array | undefined>;
  copy(sha256: Sha256, from: string, to: string): Promise<'copied' | 'missing'>;
  url(namespace: string, sha256: Sha256, expiresInSeconds: number): Promise<string>;
  openUpload(upload: BlobUpload & { readonly expiresInSeconds: number }): Promise<{
    readonly method: 'PUT';
    readonly url: string;
    readonly headers: { readonly [name: string]: string };
  }>;
  finishUpload(upload: BlobUpload): Promise<'complete' | 'missing'>;
  erase(namespace: string, sha256: Sha256): Promise<void>;
}

export interface BlobUpload {
  readonly namespace: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

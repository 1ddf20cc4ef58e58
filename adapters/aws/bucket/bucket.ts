import type { Sha256 } from '../../../schemas/words.ts';

/** What is under a key now, as the bucket knows it. */
export interface StoredObject {
  readonly sizeBytes: number;
  /** Of all its bytes, checked by the bucket when they came; absent when they came without one. */
  readonly sha256?: Sha256;
  /** Changes with every write. */
  readonly etag: string;
}

/** `absent`: only where nothing is; an ETag: only over exactly that object. */
export type PutCondition = 'absent' | { readonly etag: string };

/**
 * One S3 bucket, as much of it as blobs, tiles and the witness use. Every write has a condition that the bucket itself
 * checks, and a SHA-256 that it compares with the bytes. Conflicts of two writers at the same moment (409) and
 * overload (503) are tried again inside; a reply that was lost may so turn into `refused`.
 */
export interface Bucket {
  read(key: string): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | undefined>;
  look(key: string): Promise<StoredObject | undefined>;
  /** @returns the new ETag, or `refused`: the condition does not hold */
  write(
    key: string,
    bytes: Uint8Array,
    options: { readonly only: PutCondition; readonly mediaType: string },
  ): Promise<{ readonly etag: string } | 'refused'>;
  /** Inside the bucket. `refused`: something is at `to` already. */
  copy(from: string, to: string): Promise<'copied' | 'refused' | 'missing'>;
  /** Deletes every version and delete marker there is under a key, for good. */
  erase(key: string): Promise<void>;
}

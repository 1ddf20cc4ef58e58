import type { Sha256 } from '../../../schemas/words.ts';
import type { BlobUpload } from '../../../usecases/ports.ts';

export type Bytes = Uint8Array | AsyncIterable<Uint8Array>;

/** Where blobs lie; the rules about digests and URLs are above it, so that a store in memory obeys the same ones. */
export interface BlobStore {
  sizeOf(namespace: string, sha256: Sha256): Promise<number | undefined>;
  /** Large blobs as chunks. */
  open(namespace: string, sha256: Sha256): Promise<{ readonly sizeBytes: number; readonly bytes: Bytes } | undefined>;
  /** Durable before it answers; when `chunks` throws, or `when` does or says no, nothing stays. */
  store(upload: Pick<BlobUpload, 'namespace' | 'sha256'>, chunks: Bytes, when?: Promise<boolean>): Promise<void>;
  /** Durable before it answers; what is not there is erased. */
  erase(namespace: string, sha256: Sha256): Promise<void>;
}

export async function collect(bytes: Bytes): Promise<Uint8Array> {
  if (bytes instanceof Uint8Array) return bytes;
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

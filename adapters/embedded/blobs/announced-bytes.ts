import { createHash } from 'node:crypto';
import type { BlobUpload } from '../../../usecases/ports.ts';
import type { Bytes } from './blob-store.ts';

/** The bytes are not those the upload session was opened for. */
export class WrongBytes extends Error {}

/**
 * Passes bytes on while counting and hashing them.
 * @throws WrongBytes at the first byte too many, or at the end when length or SHA-256 differ
 */
export async function* announcedBytes(
  bytes: Bytes,
  { sha256, sizeBytes }: Pick<BlobUpload, 'sha256' | 'sizeBytes'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let seenBytes = 0;
  for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
    seenBytes += chunk.byteLength;
    if (seenBytes > sizeBytes) throw new WrongBytes('longer than announced');
    hash.update(chunk);
    yield chunk;
  }
  if (seenBytes < sizeBytes) throw new WrongBytes('shorter than announced');
  if (hash.digest('hex') !== sha256) throw new WrongBytes('another digest than announced');
}

import { type BlobStore, collect } from '../../adapters/embedded/blobs/blob-store.ts';

/** Blobs that are gone with the test. */
export function memoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  const name = (namespace: string, sha256: string): string => `${namespace}/${sha256}`;
  return {
    async sizeOf(namespace, sha256) {
      return blobs.get(name(namespace, sha256))?.byteLength;
    },
    async open(namespace, sha256) {
      const bytes = blobs.get(name(namespace, sha256));
      return bytes && { sizeBytes: bytes.byteLength, bytes: Uint8Array.from(bytes) };
    },
    async store({ namespace, sha256 }, chunks, when) {
      const bytes = Uint8Array.from(await collect(chunks));
      if ((await when) !== false) blobs.set(name(namespace, sha256), bytes);
    },
    async erase(namespace, sha256) {
      blobs.delete(name(namespace, sha256));
    },
  };
}

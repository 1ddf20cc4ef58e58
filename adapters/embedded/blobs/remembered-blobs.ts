import { lastUsed } from '../../../core/last-used.ts';
import type { BlobStore } from './blob-store.ts';

/** A whole fleet asks for the same few at once: a release, and the configs in it. */
const REMEMBERED_BYTES = 64 * 1024;
/** At most twice as many are held: 16 MB. */
const REMEMBERED = 128;

/**
 * A store that keeps small blobs in memory once they were read: under one name there are never other bytes. What is
 * erased is gone from memory too.
 */
export function rememberedBlobs(store: BlobStore): BlobStore {
  const known = lastUsed<Uint8Array>(REMEMBERED);
  let erasures = 0;
  return {
    ...store,
    async open(namespace, sha256) {
      const name = `${namespace}/${sha256}`;
      const held = known.get(name);
      if (held) return { sizeBytes: held.byteLength, bytes: held };
      const before = erasures;
      const found = await store.open(namespace, sha256);
      const isSmall = found?.bytes instanceof Uint8Array && found.sizeBytes <= REMEMBERED_BYTES;
      // What was erased while it was read must not come back.
      if (isSmall && erasures === before) known.set(name, found.bytes);
      return found;
    },
    async erase(namespace, sha256) {
      erasures += 1;
      known.delete(`${namespace}/${sha256}`);
      await store.erase(namespace, sha256);
    },
  };
}

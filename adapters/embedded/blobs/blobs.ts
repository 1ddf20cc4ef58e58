import { createHash } from 'node:crypto';
import { isBlobName } from '../../../schemas/blob-name.ts';
import type { Blobs } from '../../../usecases/ports.ts';
import { type BlobStore, collect } from './blob-store.ts';
import type { BlobUrls } from './blob-url.ts';

/** Blobs over a store; who holds a URL comes to `blobServer`, never through a function. */
export function embeddedBlobs(store: BlobStore, urls: BlobUrls): Blobs {
  return {
    async put(namespace, bytes, when) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      assertName(namespace, sha256);
      await store.store({ namespace, sha256 }, bytes, when);
      return { sha256, sizeBytes: bytes.byteLength };
    },
    async get(namespace, sha256) {
      if (!isBlobName(namespace, sha256)) return undefined;
      const found = await store.open(namespace, sha256);
      return found && collect(found.bytes);
    },
    async copy(sha256, from, to) {
      assertName(to, sha256);
      const found = isBlobName(from, sha256) ? await store.open(from, sha256) : undefined;
      if (!found) return 'missing';
      await store.store({ namespace: to, sha256 }, found.bytes);
      return 'copied';
    },
    async url(namespace, sha256, expiresInSeconds) {
      assertName(namespace, sha256);
      return urls.sign({ method: 'GET', namespace, sha256, expiresInSeconds });
    },
    async openUpload(upload) {
      assertName(upload.namespace, upload.sha256);
      const url = await urls.sign({ method: 'PUT', ...upload });
      return { method: 'PUT', url, headers: { 'content-type': 'application/octet-stream' } };
    },
    async finishUpload({ namespace, sha256, sizeBytes }) {
      assertName(namespace, sha256);
      return (await store.sizeOf(namespace, sha256)) === sizeBytes ? 'complete' : 'missing';
    },
    async erase(namespace, sha256) {
      assertName(namespace, sha256);
      await store.erase(namespace, sha256);
    },
  };
}

function assertName(namespace: string, sha256: string): void {
  if (!isBlobName(namespace, sha256)) throw new Error(`not a blob name: ${namespace}/${sha256}`);
}

import { createHash } from 'node:crypto';
import { isBlobName } from '../../../schemas/blob-name.ts';
import type { Sha256 } from '../../../schemas/words.ts';
import type { Blobs } from '../../../usecases/ports.ts';
import type { Bucket } from '../bucket/bucket.ts';
import type { Presign } from './presigner.ts';

const MEDIA_TYPE = 'application/octet-stream';

/**
 * Blobs in a versioned bucket under `<namespace>/<sha256>`, written once: every write says "only if nothing is there".
 * What was read is hashed before it is given out, so a blob is what its name says or a fault.
 */
export function s3Blobs(bucket: Bucket, presign: Presign): Blobs {
  return {
    async put(namespace, bytes, when) {
      const sha256 = digestOf(bytes);
      const answer = { sha256, sizeBytes: bytes.byteLength };
      if ((await when) === false) return answer;
      // `refused` is as good as stored: only these bytes can be under this name.
      await bucket.write(keyOf(namespace, sha256), bytes, { only: 'absent', mediaType: MEDIA_TYPE });
      return answer;
    },
    async get(namespace, sha256) {
      if (!isBlobName(namespace, sha256)) return undefined;
      const found = await bucket.read(keyOf(namespace, sha256));
      if (found && digestOf(found.bytes) !== sha256) throw new Error(`${namespace}/${sha256} holds other bytes`);
      return found?.bytes;
    },
    async copy(sha256, from, to) {
      const target = keyOf(to, sha256);
      if (!isBlobName(from, sha256)) return 'missing';
      // S3 refuses to copy an object to itself.
      if (from === to) return (await bucket.look(target)) ? 'copied' : 'missing';
      return (await bucket.copy(keyOf(from, sha256), target)) === 'missing' ? 'missing' : 'copied';
    },
    async url(namespace, sha256, expiresInSeconds) {
      return presign({ method: 'GET', key: keyOf(namespace, sha256), expiresInSeconds });
    },
    async openUpload({ namespace, sha256, sizeBytes, expiresInSeconds }) {
      const key = keyOf(namespace, sha256);
      const headers = uploadHeaders(sha256, sizeBytes);
      return { method: 'PUT', url: presign({ method: 'PUT', key, headers, expiresInSeconds }), headers };
    },
    async finishUpload({ namespace, sha256, sizeBytes }) {
      const key = keyOf(namespace, sha256);
      const found = await bucket.look(key);
      if (found?.sizeBytes !== sizeBytes) return 'missing';
      // Bytes that the bucket took without a checksum are read: nothing is attached on a name alone.
      const held = found.sha256 ?? digestOf((await bucket.read(key))?.bytes ?? new Uint8Array());
      return held === sha256 ? 'complete' : 'missing';
    },
    async erase(namespace, sha256) {
      await bucket.erase(keyOf(namespace, sha256));
    },
  };
}

/** What binds an upload to exactly these bytes: S3 compares length and checksum, and overwrites nothing. */
const uploadHeaders = (sha256: Sha256, sizeBytes: number): { readonly [name: string]: string } => ({
  'content-length': String(sizeBytes),
  'content-type': MEDIA_TYPE,
  'if-none-match': '*',
  'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
});

/** @throws for what is no name of a blob; the caller made it, so it is a fault */
function keyOf(namespace: string, sha256: string): string {
  if (!isBlobName(namespace, sha256)) throw new Error(`not a blob name: ${namespace}/${sha256}`);
  return `${namespace}/${sha256}`;
}

const digestOf = (bytes: Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('hex');

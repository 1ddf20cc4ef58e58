import { hash } from 'node:crypto';
import { encodedPath } from '../lean/canonical-request.ts';
import { type S3Call, S3Error } from '../lean/s3-client.ts';
import type { Received } from '../lean/send.ts';
import { PATIENCE, type Patience, pauseAfter } from '../patience.ts';
import type { Bucket, PutCondition } from './bucket.ts';
import { eraseObject } from './erase-object.ts';

const ABSENT = 404;
const REFUSED = 412;
const NOT_IMPLEMENTED = 501;
const base64Digest = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64');

/**
 * A bucket without an SDK, which functions have no room for. Needs s3:ListBucket too: without it S3 answers 403 for
 * what is not there.
 */
export function leanBucket(call: S3Call, bucket: string, patience: Patience = PATIENCE): Bucket {
  const persist: S3Call = async (request, known) => {
    for (let failures = 1; ; failures++) {
      try {
        return copiedOr(await call(request, known), request);
      } catch (error) {
        const passing = (error as Partial<S3Error>).retryable === true;
        if (!passing || failures >= patience.attempts) throw error;
        await pauseAfter(failures, patience);
      }
    }
  };
  const read: Bucket['read'] = async (key) => {
    const { status, headers, body } = await persist({ method: 'GET', bucket, key }, [ABSENT]);
    if (status === ABSENT) return missingKey(body);
    return { bytes: new Uint8Array(body), etag: headers.etag ?? '' };
  };
  const write: Bucket['write'] = async (key, bytes, { only, mediaType }) => {
    const headers = {
      ...conditionOf(only),
      'content-type': mediaType,
      'x-amz-checksum-sha256': base64Digest(bytes),
    };
    const answer = await persist({ method: 'PUT', bucket, key, headers, body: bytes }, [REFUSED]);
    return answer.status === REFUSED ? 'refused' : { etag: answer.headers.etag ?? '' };
  };
  /** S3 learned late to copy on a condition, and its guide still says in places that it has not. */
  const byHand = async (from: string, to: string): Promise<'copied' | 'refused' | 'missing'> => {
    const found = await read(from);
    if (!found) return 'missing';
    const written = await write(to, found.bytes, { only: 'absent', mediaType: 'application/octet-stream' });
    return written === 'refused' ? 'refused' : 'copied';
  };
  return {
    read,
    write,
    async look(key) {
      const asked = { 'x-amz-checksum-mode': 'ENABLED' };
      const { status, headers } = await persist({ method: 'HEAD', bucket, key, headers: asked }, [ABSENT]);
      if (status === ABSENT) return undefined;
      const checksum = headers['x-amz-checksum-sha256'];
      const sizeBytes = Number(headers['content-length'] ?? 0);
      const sha256 = typeof checksum === 'string' ? Buffer.from(checksum, 'base64').toString('hex') : undefined;
      return { sizeBytes, etag: headers.etag ?? '', ...(sha256 === undefined ? {} : { sha256 }) };
    },
    async copy(from, to) {
      const headers = {
        'x-amz-copy-source': `/${bucket}/${encodedPath(from)}`,
        // S3 computes the checksum again while it copies, so that the copy can be looked at like the original.
        'x-amz-checksum-algorithm': 'SHA256',
        'if-none-match': '*',
      };
      const known = [ABSENT, REFUSED, NOT_IMPLEMENTED];
      const { status, body } = await persist({ method: 'PUT', bucket, key: to, headers }, known);
      if (status === REFUSED) return 'refused';
      if (status === NOT_IMPLEMENTED) return byHand(from, to);
      if (status === ABSENT) return missingKey(body) ?? 'missing';
      return 'copied';
    },
    erase: (key) => eraseObject(persist, bucket, key),
  };
}

/** S3 begins its answer before a copy is made, and may say only in the body that it was not. */
function copiedOr(received: Received, { method, key, headers }: Parameters<S3Call>[0]): Received {
  const failed = received.status === 200 && headers?.['x-amz-copy-source'] && received.body.includes('<Error>');
  if (failed) throw new S3Error(500, method, key, received.body);
  return received;
}

const conditionOf = (only: PutCondition): { readonly [name: string]: string } =>
  only === 'absent' ? { 'if-none-match': '*' } : { 'if-match': only.etag };

/** A missing key is an answer; a missing bucket is a fault. */
function missingKey(body: Buffer): undefined {
  if (body.includes('<Code>NoSuchBucket</Code>')) throw new Error('the bucket is not there');
}

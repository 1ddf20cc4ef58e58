import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { PATIENCE, type Patience, pauseAfter } from '../patience.ts';
import { errorName } from '../sdk/error-name.ts';
import { sdkOptions } from '../sdk/options.ts';
import type { Bucket, PutCondition } from './bucket.ts';
import { versionsOf } from './versions-of.ts';

/** Two conditional writes met; neither the SDK nor S3 tries again by itself. */
const MET = 'ConditionalRequestConflict';
const REFUSED = 'PreconditionFailed';

/**
 * An endpoint of its own is asked in path style (design.md §11). The SDK adds no checksums of its own choice: every
 * write carries a SHA-256, and what is read is hashed by whoever reads it.
 */
export function sdkBucketOptions(environment: Parameters<typeof sdkOptions>[1]): S3ClientConfig {
  const options = sdkOptions('S3', environment);
  return {
    ...options,
    forcePathStyle: 'endpoint' in options,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

/** A bucket by the AWS SDK. Needs s3:ListBucket too: without it S3 answers 403 for what is not there. */
export function sdkBucket(s3: Pick<S3Client, 'send'>, name: string, patience: Patience = PATIENCE): Bucket {
  const at = (key: string) => ({ Bucket: name, Key: key });

  /** @returns `refused` when the condition of the write does not hold */
  const conditional = async <T>(write: () => Promise<T>): Promise<T | 'refused'> => {
    for (let failures = 1; ; failures++) {
      try {
        return await write();
      } catch (error) {
        if (errorName(error) === REFUSED) return 'refused';
        if (errorName(error) !== MET || failures >= patience.attempts) throw error;
        await pauseAfter(failures, patience);
      }
    }
  };

  return {
    async read(key) {
      const answer = await orAbsent('NoSuchKey', s3.send(new GetObjectCommand(at(key))));
      if (!answer?.Body) return undefined;
      return { bytes: await answer.Body.transformToByteArray(), etag: answer.ETag ?? '' };
    },
    async look(key) {
      const answer = await orAbsent(
        'NotFound',
        s3.send(new HeadObjectCommand({ ...at(key), ChecksumMode: 'ENABLED' })),
      );
      if (!answer) return undefined;
      const { ContentLength: sizeBytes = 0, ETag: etag = '', ChecksumSHA256: checksum } = answer;
      return { sizeBytes, etag, ...(checksum ? { sha256: Buffer.from(checksum, 'base64').toString('hex') } : {}) };
    },
    write: (key, bytes, { only, mediaType }) =>
      conditional(async () => {
        const { ETag: etag = '' } = await s3.send(
          new PutObjectCommand({
            ...at(key),
            ...conditionOf(only),
            Body: bytes,
            ContentLength: bytes.byteLength,
            ContentType: mediaType,
            ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
          }),
        );
        return { etag };
      }),
    copy: (from, to) =>
      conditional(async () => {
        const CopySource = `${name}/${from.split('/').map(encodeURIComponent).join('/')}`;
        // S3 computes the checksum again while it copies, so that the copy can be looked at like the original.
        const copy = new CopyObjectCommand({ ...at(to), CopySource, IfNoneMatch: '*', ChecksumAlgorithm: 'SHA256' });
        return (await orAbsent('NoSuchKey', s3.send(copy))) ? 'copied' : 'missing';
      }),
    async erase(key) {
      const versions = await versionsOf(s3, name, key);
      for (const VersionId of versions) await s3.send(new DeleteObjectCommand({ ...at(key), VersionId }));
      return versions.length;
    },
  };
}

const conditionOf = (only: PutCondition): { IfNoneMatch: string } | { IfMatch: string } =>
  only === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: only.etag };

/** A missing bucket is a fault; a missing key is an answer. */
const orAbsent = <T>(name: string, answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (errorName(error) === name) return undefined;
    throw error;
  });

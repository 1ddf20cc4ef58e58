import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Bucket } from '../../../adapters/aws/bucket/bucket.ts';
import { leanBucket } from '../../../adapters/aws/bucket/lean-bucket.ts';
import { leanS3 } from '../../../adapters/aws/lean/s3-client.ts';
import { sdkOptions } from '../../../adapters/aws/sdk/options.ts';

let client: S3Client | undefined;
/** Amazon's own client, for what happens behind the adapters' back. */
export const s3 = (): S3Client => (client ??= new S3Client({ ...sdkOptions('S3', process.env), forcePathStyle: true }));

/** As functions reach it. */
export const bucketNamed = (name: string): Bucket =>
  leanBucket(leanS3({ environment: process.env, now: Date.now }), name);

/** An empty versioned bucket, locked as the audit bucket is when asked for. */
export async function newBucket({ locked = false } = {}): Promise<string> {
  const Bucket = `test-${randomUUID()}`;
  const LocationConstraint = process.env['AWS_REGION'] as 'eu-west-1';
  await s3().send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint },
      ...(locked ? { ObjectLockEnabledForBucket: true } : {}),
    }),
  );
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return Bucket;
}

/** Ids of all versions and delete markers under exactly this key. */
export async function versionsOf(Bucket: string, key: string): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await s3().send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
  return [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) => (Key === key ? (VersionId ?? []) : []));
}

import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { sdkBucketOptions } from '../../../adapters/aws/bucket/sdk-bucket.ts';

let client: S3Client | undefined;
export const s3 = (): S3Client => (client ??= new S3Client(sdkBucketOptions(process.env)));

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

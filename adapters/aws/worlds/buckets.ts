import type { Blobs } from '../../../usecases/ports.ts';
import { s3Blobs } from '../blobs/blobs.ts';
import { presigner } from '../blobs/presigner.ts';
import type { Bucket } from '../bucket/bucket.ts';
import { leanBucket } from '../bucket/lean-bucket.ts';
import { environmentCredentials } from '../lean/credentials.ts';
import { endpointOf } from '../lean/endpoint.ts';
import type { Surroundings } from '../lean/json-call.ts';
import { leanS3 } from '../lean/s3-client.ts';

/** A bucket as functions reach it. */
export const bucketOf = (surroundings: Surroundings, name: string): Bucket => leanBucket(leanS3(surroundings), name);

/** Blobs, and URLs to them that live as long as the credentials they were made with. */
export function blobsIn(surroundings: Surroundings, bucket: string): Blobs {
  const { environment, now } = surroundings;
  const credentials = () => environmentCredentials(environment);
  const presign = presigner({ endpoint: endpointOf('s3', environment), credentials, bucket, now });
  return s3Blobs(bucketOf(surroundings, bucket), presign);
}

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { environmentCredentials } from '../../../adapters/aws/lean/credentials.ts';
import { endpointOf } from '../../../adapters/aws/lean/endpoint.ts';
import { presignGet } from '../../../adapters/aws/presign/presign-get.ts';
import { newBucket, s3 } from '../support/buckets.ts';

/** Needs an emulator of S3 that looks at signatures: `npm run test:aws` has one. */
describe.skipIf(!process.env['AWS_ENDPOINT_URL'])('a URL that was presigned by hand', () => {
  const presigned = async ({ agoSeconds = 0, expiresInSeconds = 60 } = {}) => {
    const bucket = await newBucket();
    for (const Key of ['release/right', 'release/other'])
      await s3().send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
    return presignGet({
      endpoint: endpointOf('s3', process.env),
      credentials: environmentCredentials(process.env),
      bucket,
      key: 'release/right',
      nowMs: Date.now() - agoSeconds * 1000,
      expiresInSeconds,
    });
  };

  it('is answered by S3 with the object', async () => {
    const answer = await fetch(await presigned());
    expect([answer.status, await answer.text()]).toStrictEqual([200, 'release/right']);
  });

  it.each([
    { name: 'a second past its end', at: { agoSeconds: 61 }, to: (url: string) => url },
    { name: 'with a longer life', at: {}, to: (url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600') },
    { name: 'of another object', at: {}, to: (url: string) => url.replace('release/right', 'release/other') },
    {
      name: 'with another signature',
      at: {},
      to: (url: string) => url.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    },
    { name: 'without one', at: {}, to: (url: string) => url.replace(/&X-Amz-Signature=.*/, ''), status: 400 },
  ])('is refused $name', async ({ at, to, status = 403 }) => {
    const url = await presigned(at);
    expect((await fetch(to(url))).status).toBe(status);
  });
});

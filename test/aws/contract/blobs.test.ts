import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { s3Blobs } from '../../../adapters/aws/blobs/blobs.ts';
import { presigner } from '../../../adapters/aws/blobs/presigner.ts';
import type { UrlTerms } from '../../contract/blob-terms.ts';
import { blobsContract } from '../../contract/blobs.ts';
import type { Opened } from '../../contract/contract.ts';
import { failing } from '../../support/fail-once.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';
import { bucketNamed, newBucket, s3, versionsOf } from '../support/buckets.ts';
import { describeOnAws, s3Place } from '../support/emulated.ts';
import { sendOnce } from '../support/send-once.ts';

/** S3 has a clock of its own: instead of waiting, a URL is signed at an earlier time. */
let signedAgoMs = 0;

async function onS3(): Promise<Opened<'blobs'>> {
  const bucket = await newBucket();
  const memory = memoryWorld();
  const presign = presigner({ ...s3Place(), bucket, now: () => Date.now() - signedAgoMs });
  const { world, failOnce } = failing({ ...memory.world, blobs: s3Blobs(bucketNamed(bucket), presign) });
  return { world, failOnce, clock: virtualClock(), close: memory.close };
}

const TERMS: UrlTerms = {
  slackMs: 10_000,
  strangersRefused: false, // no emulator knows whom a bucket lets in; the template is asked instead (test/lib)
  async minted(_, agoMs, mint) {
    signedAgoMs = agoMs;
    try {
      return await mint();
    } finally {
      signedAgoMs = 0;
    }
  },
};

describeOnAws('S3', () => {
  blobsContract(onS3, () => sendOnce, TERMS);

  it('nothing is left of what is erased: no older version, no delete marker, whatever was done by hand', async () => {
    const Bucket = await newBucket();
    const blobs = s3Blobs(bucketNamed(Bucket), presigner({ ...s3Place(), bucket: Bucket, now: Date.now }));
    const { sha256 } = await blobs.put('fees.staging', Buffer.from('{"password":"x"}'));
    const neighbour = await blobs.put('fees.staging', Buffer.from('{}'));
    const Key = `fees.staging/${sha256}`;
    for (const Body of ['by hand', 'again']) {
      await s3().send(new DeleteObjectCommand({ Bucket, Key }));
      await s3().send(new PutObjectCommand({ Bucket, Key, Body }));
    }
    await s3().send(new DeleteObjectCommand({ Bucket, Key }));
    expect((await versionsOf(Bucket, Key)).length).toBe(6);
    await blobs.erase('fees.staging', sha256);
    expect(await versionsOf(Bucket, Key)).toStrictEqual([]);
    expect((await versionsOf(Bucket, `fees.staging/${neighbour.sha256}`)).length).toBe(1);
  });
});

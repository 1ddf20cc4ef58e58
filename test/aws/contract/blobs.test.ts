import { s3Blobs } from '../../../adapters/aws/blobs/blobs.ts';
import { presigner } from '../../../adapters/aws/blobs/presigner.ts';
import { blobsContract, type UrlTerms } from '../../contract/blobs.ts';
import type { Opened } from '../../contract/contract.ts';
import { failing } from '../../support/fail-once.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';
import { bucketNamed, newBucket } from '../support/buckets.ts';
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

describeOnAws('S3', () => blobsContract(onS3, () => sendOnce, TERMS));

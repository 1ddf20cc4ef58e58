import { createHash, randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { s3Blobs } from '../../../adapters/aws/blobs/blobs.ts';
import { presigner } from '../../../adapters/aws/blobs/presigner.ts';
import { bucketNamed, newBucket, s3, versionsOf } from '../support/buckets.ts';
import { describeOnAws, ON_MINISTACK, s3Place } from '../support/emulated.ts';
import { sendOnce } from '../support/send-once.ts';

const NS = 'edge-filter.production';
const BYTES = randomBytes(200_000);
const sha256 = createHash('sha256').update(BYTES).digest('hex');
const upload = { namespace: NS, sha256, sizeBytes: BYTES.length };
const flipped = Buffer.from(BYTES).fill((BYTES[0] ?? 0) ^ 1, 0, 1);

async function opened() {
  const bucket = await newBucket();
  const blobs = s3Blobs(bucketNamed(bucket), presigner({ ...s3Place(), bucket, now: Date.now }));
  const session = await blobs.openUpload({ ...upload, expiresInSeconds: 60 });
  return { bucket, blobs, ...session, versions: () => versionsOf(bucket, `${NS}/${sha256}`) };
}
const without = (headers: { readonly [name: string]: string }, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));

describeOnAws('what S3 itself makes of an upload', () => {
  it.each([
    { name: 'bytes of another digest', bytes: flipped, status: 400 },
    { name: 'a byte less', bytes: BYTES.subarray(1), status: 403 },
    { name: 'a byte more', bytes: Buffer.concat([BYTES, Buffer.alloc(1)]), status: 403 },
  ])('refuses $name with $status', async ({ bytes, status }) => {
    const { url, headers, versions } = await opened();
    expect((await sendOnce('PUT', url, bytes, headers)).status).toBe(status);
    expect(await versions()).toStrictEqual([]);
  });

  it.each(['x-amz-checksum-sha256', 'if-none-match'])('refuses to be asked without %s', async (name) => {
    const { url, headers, versions } = await opened();
    expect((await sendOnce('PUT', url, BYTES, without(headers, name))).status).toBe(403);
    expect(await versions()).toStrictEqual([]);
  });

  it('refuses another checksum than the one signed', async () => {
    const { url, headers, versions } = await opened();
    const checksum = createHash('sha256').update(flipped).digest('base64');
    const sent = await sendOnce('PUT', url, flipped, { ...headers, 'x-amz-checksum-sha256': checksum });
    expect(sent.status).toBe(403);
    expect(await versions()).toStrictEqual([]);
  });

  it('overwrites nothing: the second time it says 412, and there is one version', async () => {
    const { url, headers, blobs, versions } = await opened();
    expect((await sendOnce('PUT', url, BYTES, headers)).status).toBe(200);
    expect((await sendOnce('PUT', url, BYTES, headers)).status).toBe(412);
    await blobs.put(NS, BYTES);
    expect((await versions()).length).toBe(1);
  });

  // MiniStack does not read `if-none-match` of a copy.
  it.skipIf(ON_MINISTACK)('overwrites nothing with a copy either', async () => {
    const { blobs, versions } = await opened();
    for (const namespace of [NS, 'other.staging']) await blobs.put(namespace, BYTES);
    expect(await blobs.copy(sha256, 'other.staging', NS)).toBe('copied');
    expect((await versions()).length).toBe(1);
  });

  it('takes a request of fetch with every header that was announced', async () => {
    const { url, method, headers, blobs } = await opened();
    expect((await fetch(url, { method, headers, body: Buffer.from(BYTES) })).status).toBe(200);
    expect(await blobs.finishUpload(upload)).toBe('complete');
  });
});

describeOnAws('bytes that came another way', () => {
  it.each([
    { name: 'are taken when they are right', bytes: BYTES, found: 'complete' },
    { name: 'are found out when they are wrong', bytes: flipped, found: 'missing' },
  ])('without a checksum $name', async ({ bytes, found }) => {
    const { bucket, blobs } = await opened();
    await s3().send(new PutObjectCommand({ Bucket: bucket, Key: `${NS}/${sha256}`, Body: bytes }));
    expect(await blobs.finishUpload(upload)).toBe(found);
    const read = blobs.get(NS, sha256);
    if (found === 'missing') await expect(read).rejects.toThrow(`${NS}/${sha256} holds other bytes`);
    else expect(Buffer.from((await read) ?? []).equals(BYTES)).toBe(true);
  });
});

describeOnAws('a blob', () => {
  it('of 16 MB goes and comes back', async () => {
    const { blobs } = await opened();
    const bytes = randomBytes(16 * 1024 * 1024);
    const { sha256: digest } = await blobs.put('release', bytes);
    expect(Buffer.from((await blobs.get('release', digest)) ?? []).equals(bytes)).toBe(true);
  });

  it('that many put at once is stored once', async () => {
    const { blobs, versions } = await opened();
    await Promise.all(Array.from({ length: 8 }, () => blobs.put(NS, BYTES)));
    expect((await versions()).length).toBe(1);
  });
});

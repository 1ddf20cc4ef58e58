import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { s3Blobs } from '../../../../adapters/aws/blobs/blobs.ts';
import type { Presigned } from '../../../../adapters/aws/blobs/presigner.ts';
import { memoryBucket } from '../memory-bucket.ts';

const NS = 'fees.production';
const BYTES = Buffer.from('{"rate":7}');
const sha256 = createHash('sha256').update(BYTES).digest('hex');
const upload = { namespace: NS, sha256, sizeBytes: BYTES.length };

function opened() {
  const memory = memoryBucket();
  const signed: Presigned[] = [];
  const presign = (request: Presigned): string => `https://blobs.example/${signed.push(request)}`;
  return { ...memory, signed, blobs: s3Blobs(memory.bucket, presign) };
}

describe('put and copy', () => {
  it.each(['request', 'reply'] as const)('put converges when the %s is lost', async (what) => {
    const { blobs, keys, writes, loseOnce } = opened();
    loseOnce(what);
    await expect(blobs.put(NS, BYTES)).rejects.toThrow('no answer');
    expect(await blobs.put(NS, BYTES)).toStrictEqual({ sha256, sizeBytes: BYTES.length });
    expect(keys()).toStrictEqual([`${NS}/${sha256}`]);
    expect(writes()).toBe(1);
  });

  it.each(['request', 'reply'] as const)('copy converges when the %s is lost', async (what) => {
    const { blobs, keys, writes, loseOnce } = opened();
    await blobs.put(NS, BYTES);
    loseOnce(what);
    await expect(blobs.copy(sha256, NS, 'other')).rejects.toThrow('no answer');
    expect(await blobs.copy(sha256, NS, 'other')).toBe('copied');
    expect(keys()).toStrictEqual([`${NS}/${sha256}`, `other/${sha256}`]);
    expect(writes()).toBe(2);
  });

  it('gives out nothing under a digest that it has not', async () => {
    const { blobs, plant } = opened();
    plant(`${NS}/${sha256}`, Buffer.from('{"rate":8}'));
    await expect(blobs.get(NS, sha256)).rejects.toThrow(`${NS}/${sha256} holds other bytes`);
  });
});

describe('uploads', () => {
  it('are bound to length, digest and an empty place by signed headers', async () => {
    const { blobs, signed } = opened();
    const session = await blobs.openUpload({ ...upload, expiresInSeconds: 60 });
    const headers = {
      'content-length': '10',
      'content-type': 'application/octet-stream',
      'if-none-match': '*',
      'x-amz-checksum-sha256': createHash('sha256').update(BYTES).digest('base64'),
    };
    expect(session).toStrictEqual({ method: 'PUT', url: 'https://blobs.example/1', headers });
    expect(signed).toStrictEqual([{ method: 'PUT', key: `${NS}/${sha256}`, headers, expiresInSeconds: 60 }]);
  });

  it.each([
    { name: 'nothing', bytes: undefined, found: 'missing' },
    { name: 'the bytes, without a checksum', bytes: BYTES, found: 'complete' },
    { name: 'as many other bytes, without a checksum', bytes: Buffer.from('{"rate":8}'), found: 'missing' },
    { name: 'fewer bytes', bytes: BYTES.subarray(1), found: 'missing' },
  ])('$name: $found', async ({ bytes, found }) => {
    const { blobs, plant } = opened();
    if (bytes) plant(`${NS}/${sha256}`, bytes);
    expect(await blobs.finishUpload(upload)).toBe(found);
  });

  it('need not be read when the bucket has compared the checksum', async () => {
    const { blobs, bucket } = opened();
    await blobs.put(NS, BYTES);
    const read = () => Promise.reject(new Error('read'));
    const looking = s3Blobs({ ...bucket, read }, () => '');
    expect(await looking.finishUpload(upload)).toBe('complete');
    expect(await looking.finishUpload({ ...upload, sizeBytes: BYTES.length + 1 })).toBe('missing');
  });
});

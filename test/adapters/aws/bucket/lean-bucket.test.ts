import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { leanBucket } from '../../../../adapters/aws/bucket/lean-bucket.ts';
import { leanS3 } from '../../../../adapters/aws/lean/s3-client.ts';
import { type Answer, answering, breakingOff, scriptedService } from '../../../support/scripted-service.ts';
import { recordedPatience } from '../support.ts';

const BYTES = Buffer.from('{"rate":7}');
const CHECKSUM = createHash('sha256').update(BYTES).digest('base64');
const error = (status: number, code: string): Answer => answering(status, `<Error><Code>${code}</Code></Error>`);
const STORED = answering(200, '', { etag: '"1"' });
const FOUND = answering(200, BYTES, { etag: '"0"' });
const COPIED = answering(200, '<CopyObjectResult><ETag>"1"</ETag></CopyObjectResult>');

async function bucket(...answers: readonly Answer[]) {
  const { asked, environment } = await scriptedService(...answers);
  const patience = recordedPatience();
  const now = () => Date.UTC(2026, 10, 22);
  return { asked, pauses: patience.pauses, bucket: leanBucket(leanS3({ environment, now }), 'blobs', patience) };
}
const write = (
  { bucket: { write } }: Awaited<ReturnType<typeof bucket>>,
  only: 'absent' | { etag: string } = 'absent',
) => write('release/a', BYTES, { only, mediaType: 'text/plain' });

describe('write', () => {
  it.each([
    { only: 'absent' as const, header: { 'if-none-match': '*' } },
    { only: { etag: '"0"' }, header: { 'if-match': '"0"' } },
  ])('tells S3 the condition $header and the checksum, and S3 decides', async ({ only, header }) => {
    const opened = await bucket(STORED);
    expect(await write(opened, only)).toStrictEqual({ etag: '"1"' });
    const [{ method, url, headers, body } = {}] = opened.asked;
    expect([method, url, body]).toStrictEqual(['PUT', '/blobs/release/a', BYTES]);
    const said = { ...header, 'content-length': '10', 'content-type': 'text/plain', 'x-amz-checksum-sha256': CHECKSUM };
    expect(headers).toMatchObject(said);
    expect(headers?.authorization).toMatch(/SignedHeaders=[^,]*x-amz-checksum-sha256/);
  });

  it.each([
    { name: 'overload', failure: error(503, 'SlowDown') },
    { name: 'two writers who met', failure: error(409, 'ConditionalRequestConflict') },
    { name: 'a fault inside', failure: error(500, 'InternalError') },
    { name: 'a broken connection', failure: breakingOff },
  ])('goes on after $name', async ({ failure }) => {
    const opened = await bucket(failure, failure, STORED);
    expect(await write(opened)).toStrictEqual({ etag: '"1"' });
    expect(opened.pauses).toStrictEqual([50, 100]);
  });

  it('is refused when the condition does not hold, also by a first attempt whose reply was lost', async () => {
    const opened = await bucket(breakingOff, error(412, 'PreconditionFailed'));
    expect(await write(opened)).toBe('refused');
    expect(opened.asked.length).toBe(2);
  });

  it.each([
    { name: 'overload', failure: error(503, 'SlowDown'), says: '503 SlowDown' },
    { name: 'conflicts', failure: error(409, 'ConditionalRequestConflict'), says: '409 ConditionalRequestConflict' },
  ])('gives up after five attempts of $name', async ({ failure, says }) => {
    const opened = await bucket(failure);
    await expect(write(opened)).rejects.toThrow(says);
    expect(opened.asked.length).toBe(5);
  });

  it.each([
    { failure: error(403, 'AccessDenied'), says: '403 AccessDenied' },
    { failure: error(400, 'BadDigest'), says: '400 BadDigest' },
    { failure: error(404, 'NoSuchBucket'), says: '404 NoSuchBucket' },
  ])('does not repeat what will not pass: $says', async ({ failure, says }) => {
    const opened = await bucket(failure);
    await expect(write(opened)).rejects.toThrow(says);
    expect(opened.asked.length).toBe(1);
  });
});

describe('read and look', () => {
  it('give what is there', async () => {
    const read = await bucket(answering(200, BYTES, { etag: '"1"' }));
    expect(await read.bucket.read('release/a')).toStrictEqual({ bytes: new Uint8Array(BYTES), etag: '"1"' });
    const headers = { etag: '"1"', 'content-length': '10', 'x-amz-checksum-sha256': CHECKSUM };
    const look = await bucket(answering(200, '', headers));
    const sha256 = createHash('sha256').update(BYTES).digest('hex');
    expect(await look.bucket.look('release/a')).toStrictEqual({ sizeBytes: 10, etag: '"1"', sha256 });
    expect(look.asked[0]?.headers['x-amz-checksum-mode']).toBe('ENABLED');
  });

  it('say that a key is not there, but a missing bucket is a fault', async () => {
    expect(await (await bucket(error(404, 'NoSuchKey'))).bucket.read('release/a')).toBeUndefined();
    expect(await (await bucket(answering(404))).bucket.look('release/a')).toBeUndefined();
    await expect((await bucket(error(404, 'NoSuchBucket'))).bucket.read('release/a')).rejects.toThrow('bucket');
  });

  it('take no 403 for "not there": somebody forgot a permission', async () =>
    await expect((await bucket(error(403, 'AccessDenied'))).bucket.read('release/a')).rejects.toThrow('AccessDenied'));

  it('read again what broke off in the middle', async () => {
    const half: Answer = (response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write(BYTES.subarray(0, 5), () => response.socket?.destroy());
    };
    const { bucket: from, asked } = await bucket(half, answering(200, BYTES, { etag: '"1"' }));
    expect((await from.read('release/a'))?.bytes).toStrictEqual(new Uint8Array(BYTES));
    expect(asked.length).toBe(2);
  });
});

describe('copy', () => {
  it('stays inside S3, overwrites nothing and has the checksum computed again', async () => {
    const { bucket: from, asked } = await bucket(COPIED);
    expect(await from.copy('fees.production/a', 'other/a')).toBe('copied');
    const [{ method, url, headers, body } = {}] = asked;
    expect([method, url, body?.length]).toStrictEqual(['PUT', '/blobs/other/a', 0]);
    expect(headers).toMatchObject({
      'x-amz-copy-source': '/blobs/fees.production/a',
      'x-amz-checksum-algorithm': 'SHA256',
      'if-none-match': '*',
    });
  });

  it.each([
    { name: 'the source is not there', answers: [error(404, 'NoSuchKey')], is: 'missing' },
    { name: 'something is there already', answers: [error(412, 'PreconditionFailed')], is: 'refused' },
    { name: 'S3 said 200 and then an error', answers: [error(200, 'InternalError'), COPIED], is: 'copied' },
    { name: 'S3 was overloaded', answers: [error(503, 'SlowDown'), COPIED], is: 'copied' },
    { name: 'S3 copies on no condition', answers: [error(501, 'NotImplemented'), FOUND, STORED], is: 'copied' },
    { name: 'nor overwrites', answers: [error(501, 'NotImplemented'), FOUND, error(412, 'X')], is: 'refused' },
    { name: 'nor makes up', answers: [error(501, 'NotImplemented'), error(404, 'NoSuchKey')], is: 'missing' },
  ])('$name: $is', async ({ answers, is }) => {
    const { bucket: from } = await bucket(...answers);
    expect(await from.copy('fees.production/a', 'other/a')).toBe(is);
  });
});

describe('erase', () => {
  const entry = (kind: 'Version' | 'DeleteMarker', key: string, id: string) =>
    `<${kind}><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>false</IsLatest></${kind}>`;
  const page = (entries: string, next = '<IsTruncated>false</IsTruncated>') =>
    answering(200, `<ListVersionsResult><Prefix>a/b</Prefix>${next}${entries}</ListVersionsResult>`);
  const MORE =
    '<IsTruncated>true</IsTruncated><NextKeyMarker>a/b</NextKeyMarker><NextVersionIdMarker>v+1</NextVersionIdMarker>';
  const DELETED = answering(204);
  const said = (asked: readonly { readonly method?: string | undefined; readonly url?: string | undefined }[]) =>
    asked.map(({ method, url }) => `${method} ${url}`);

  it('deletes every version and marker of every page, and of no other key', async () => {
    const { bucket: from, asked } = await bucket(
      page(entry('DeleteMarker', 'a/b', 'm1') + entry('Version', 'a/b', 'v+1'), MORE),
      page(entry('Version', 'a/b', 'null') + entry('Version', 'a/bc', 'v9')),
      DELETED,
    );
    await from.erase('a/b');
    expect(said(asked)).toStrictEqual([
      'GET /blobs/?prefix=a%2Fb&versions=',
      'GET /blobs/?key-marker=a%2Fb&prefix=a%2Fb&version-id-marker=v%2B1&versions=',
      'DELETE /blobs/a/b?versionId=m1',
      'DELETE /blobs/a/b?versionId=v%2B1',
      'DELETE /blobs/a/b?versionId=null',
    ]);
  });

  it('of what is not there is done', async () => {
    const { bucket: from, asked } = await bucket(page(''));
    await from.erase('a/b');
    expect(asked.length).toBe(1);
  });

  it('goes on after overload, also half way', async () => {
    const { bucket: from, asked } = await bucket(
      error(503, 'SlowDown'),
      page(entry('Version', 'a/b', 'v1')),
      breakingOff,
      DELETED,
    );
    await from.erase('a/b');
    expect(said(asked).slice(2)).toStrictEqual(Array(2).fill('DELETE /blobs/a/b?versionId=v1'));
  });

  it.each([
    { name: 'the list', answers: [error(403, 'AccessDenied')], says: '403 AccessDenied' },
    { name: 'a version', answers: [page(entry('Version', 'a/b', 'v1')), error(403, 'AccessDenied')], says: '403' },
    { name: 'a list that cannot be read', answers: [answering(200, '<Error/>')], says: 'named no IsTruncated' },
  ])('fails with $name', async ({ answers, says }) => {
    const { bucket: from } = await bucket(...answers);
    await expect(from.erase('a/b')).rejects.toThrow(says);
  });
});

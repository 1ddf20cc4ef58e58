import { createHash, randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { deadlines } from '../../../../server/http/deadlines.ts';
import { listen } from '../../../../server/http/http-server.ts';
import { memoryWorld } from '../../../support/world.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const POLICY = randomBytes(3 * 1024 * 1024);
const upload = { namespace: 'payment-service.production', sha256: sha256(POLICY), sizeBytes: POLICY.length };

async function served() {
  const memory = memoryWorld();
  const { world, serveBlob } = memory;
  const server = await listen(
    { host: '127.0.0.1', port: 0 },
    {
      serveBlob,
      bodyDeadlines: deadlines(15_000),
      clock: world.clock,
      ids: world.ids,
      routeTo: () => {
        throw new Error('no function is asked');
      },
      onFault: (fault) => {
        throw fault;
      },
    },
  );
  onTestFinished(async () => {
    await server.close(0);
    memory.close();
  });
  const at = (url: string): string => url.replace('http://127.0.0.1:8080', server.origin);
  return { blobs: world.blobs, at };
}

it('an upload and its download go past every function', async () => {
  const { blobs, at } = await served();
  const session = await blobs.openUpload({ ...upload, expiresInSeconds: 60 });
  const put = await fetch(at(session.url), { method: session.method, headers: session.headers, body: POLICY });
  expect(put.status).toBe(200);
  expect(await blobs.finishUpload(upload)).toBe('complete');
  const got = await fetch(at(await blobs.url(upload.namespace, upload.sha256, 60)));
  expect(got.headers.get('content-length')).toBe(String(POLICY.length));
  expect(sha256(new Uint8Array(await got.arrayBuffer()))).toBe(upload.sha256);
});

it.each([
  { name: 'too long', body: Buffer.concat([POLICY, POLICY]) },
  { name: 'too short', body: POLICY.subarray(1) },
  { name: 'of another digest', body: randomBytes(POLICY.length) },
])('who sends bytes that are $name hears why', async ({ body }) => {
  const { blobs, at } = await served();
  const { url } = await blobs.openUpload({ ...upload, expiresInSeconds: 60 });
  const put = await fetch(at(url), { method: 'PUT', body });
  expect(put.status).toBe(422);
  expect(put.headers.get('content-type')).toBe('application/problem+json');
  expect(await put.json()).toMatchObject({
    code: 'upload_mismatch',
    status: 422,
    instance: new URL(url).pathname,
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(await blobs.finishUpload(upload)).toBe('missing');
});

it('a URL that is not ours is refused as a problem', async () => {
  const { blobs, at } = await served();
  const url = await blobs.url('release', upload.sha256, 60);
  expect((await fetch(at(url))).status).toBe(404);
  expect(await (await fetch(at(`${url}x`))).json()).toMatchObject({ code: 'blob_url_invalid' });
  expect((await fetch(at(url), { method: 'DELETE' })).status).toBe(403);
});

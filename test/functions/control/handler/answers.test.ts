import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryApi } from '../api.ts';
import { ROUTES } from './sample-routes.ts';

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi(ROUTES);
});
afterEach(() => api.close());

describe('answers', () => {
  it('bytes keep their media type and are never sniffed', async () => {
    const { status, headers } = await api.as('Viewer')('GET', '/api/v1/bytes');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });
  it('bytes too big for a function are somewhere else', async () => {
    const { status, headers } = await api.as('Viewer')('GET', '/api/v1/elsewhere');
    expect([status, headers['location'], headers['cache-control']]).toStrictEqual([
      302,
      'http://127.0.0.1/blobs/x',
      'no-store',
    ]);
  });
  it('HEAD has the headers of GET and no body', async () => {
    const { headers: got } = await api.as('Viewer')('GET', '/api/v1/revised');
    const { status, headers, body } = await api.as('Viewer')('HEAD', '/api/v1/revised');
    const { 'x-trace-id': _one, ...ofGet } = got;
    const { 'x-trace-id': _two, 'content-length': length, ...ofHead } = headers;
    expect({ status, headers: ofHead, body }).toStrictEqual({ status: 200, headers: ofGet, body: null });
    expect(length).toBe(JSON.stringify({ revision: 7, ifMatch: null }).length);
    expect((await api.call('HEAD', '/api/v1/who')).status).toBe(401);
    expect((await api.as('Viewer')('HEAD', '/api/v1/echo')).status).toBe(405);
  });
  it('a revision is the ETag, and If-None-Match saves the body', async () => {
    const first = await api.as('Viewer')('GET', '/api/v1/revised');
    expect([first.status, first.headers['etag']]).toStrictEqual([200, '"7"']);
    for (const tag of ['"7"', 'W/"7"', '"1", "7"', '*'])
      expect((await api.as('Viewer')('GET', '/api/v1/revised', { headers: { 'if-none-match': tag } })).status).toBe(
        304,
      );
    expect((await api.as('Viewer')('GET', '/api/v1/revised', { headers: { 'if-none-match': '"8"' } })).status).toBe(
      200,
    );
  });
  it.each([
    { tag: '"12"', status: 200, ifMatch: 12 },
    { tag: '*', status: 200, ifMatch: null },
    { tag: 'W/"12"', status: 412 },
    { tag: '"other"', status: 412 },
    { tag: '12', status: 400 },
    { tag: '"1", "2"', status: 400 },
  ])('If-Match $tag: $status', async ({ tag, status, ifMatch }) => {
    const answer = await api.as('Viewer')('GET', '/api/v1/revised', { headers: { 'if-match': tag } });
    expect(answer.status).toBe(status);
    if (ifMatch !== undefined) expect(answer.body).toStrictEqual({ revision: 7, ifMatch });
  });
});

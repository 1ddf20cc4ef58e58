import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { done } from '../../../core/decision.ts';
import type { BoundRoute } from '../../../functions/control/routes.ts';
import type { RawBody, RouteSpec } from '../../../schemas/api/route.ts';
import { memoryApi } from './api.ts';

const PAGE = z.strictObject({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().max(9).default(3),
  tag: z.string().optional(),
});
const BASE = { access: 'V', summary: '', status: 200 } as const satisfies Partial<RouteSpec>;
const ROUTES: readonly BoundRoute[] = [
  {
    ...BASE,
    operationId: 'fails',
    method: 'GET',
    path: '/fails',
    useCase: async () => Promise.reject(new Error('the secret of the database')),
  },
  {
    ...BASE,
    operationId: 'echo',
    method: 'POST',
    path: '/echo',
    body: z.strictObject({ name: z.string().max(8), list: z.array(z.int()).optional() }),
    maxBodyBytes: 64,
    useCase: async (_world, { body }) => done(body),
  },
  { ...BASE, operationId: 'empty', method: 'POST', path: '/empty', status: 204, useCase: async () => done(null) },
  {
    ...BASE,
    operationId: 'raw',
    method: 'POST',
    path: '/raw',
    rawBody: ['application/yaml'],
    useCase: async (_world, { body }) =>
      done({
        mediaType: (body as { mediaType: string }).mediaType,
        text: String((body as RawBody).source),
      }),
  },
  {
    ...BASE,
    operationId: 'bytes',
    method: 'GET',
    path: '/bytes',
    raw: true,
    useCase: async () => done({ mediaType: 'application/octet-stream', bytes: Uint8Array.of(0, 255), immutable: true }),
  },
  {
    ...BASE,
    operationId: 'elsewhere',
    method: 'GET',
    path: '/elsewhere',
    raw: true,
    useCase: async () => done({ location: 'http://127.0.0.1/blobs/x' }),
  },
  {
    ...BASE,
    operationId: 'pages',
    method: 'GET',
    path: '/pages',
    query: PAGE,
    useCase: async (_world, { query }) => done({ got: query, next: 'secret-config.production' }),
  },
  {
    ...BASE,
    operationId: 'revised',
    method: 'GET',
    path: '/revised',
    useCase: async (_world, _input, call) => done({ revision: 7, ifMatch: call.ifMatch ?? null }),
  },
  {
    ...BASE,
    operationId: 'who',
    method: 'GET',
    path: '/who',
    useCase: async (_world, _input, call) => done({ ...call, command: null }),
  },
  {
    ...BASE,
    operationId: 'named',
    method: 'GET',
    path: '/named/{id}',
    params: z.strictObject({ id: z.string().regex(/^[a-z]+$/) }),
    useCase: async (_world, { params }) => done(params),
  },
];

const NODE = `node-${'1'.repeat(32)}`;

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi(ROUTES);
});
afterEach(() => api.close());

describe('problems (RFC 9457)', () => {
  it('carry type, title, status, code, instance and trace id', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    expect(await api.call('GET', '/api/v1/nowhere', { headers: { traceparent } })).toStrictEqual({
      status: 404,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
      body: {
        type: '/problems/not_found',
        title: 'There is no such thing, or you may not see it.',
        status: 404,
        code: 'not_found',
        instance: '/api/v1/nowhere',
        traceId: 'a'.repeat(32),
      },
    });
  });

  it('name every broken place by pointer and path', async () => {
    const { status, body } = await api.as('Viewer')('POST', '/api/v1/echo', {
      body: { name: 5, list: [1, 'x'], "it's/~": 1 },
    });
    const { errors } = body as { errors: Record<string, string>[] };
    expect(status).toBe(400);
    expect(errors.map(({ in: place, pointer, path, rule }) => [place, pointer, path, rule])).toStrictEqual([
      ['body', '/name', "$['name']", 'invalid_type'],
      ['body', '/list/1', "$['list'][1]", 'invalid_type'],
      ['body', "/it's~1~0", "$['it\\'s/~']", 'unrecognized_keys'],
    ]);
  });

  it('say nothing about a fault but its trace id, which the log has', async () => {
    const { status, body } = await api.as('Viewer')('GET', '/api/v1/fails');
    const { traceId, ...told } = body as { traceId: string };
    expect({ status, told }).toStrictEqual({
      status: 500,
      told: {
        type: '/problems/fault',
        title: 'Something failed on our side; the log knows it under the trace id.',
        status: 500,
        code: 'fault',
        instance: '/api/v1/fails',
      },
    });
    expect(api.logged).toStrictEqual([
      ['fault', { path: '/api/v1/fails', traceId, error: new Error('the secret of the database') }],
    ]);
  });

  it.each([
    ['a method the path does not have', 'DELETE', '/api/v1/echo', 405, { allow: 'POST' }],
    ['a method that a path of nodes does not have', 'GET', `/api/v1/nodes/${NODE}/check-in`, 405, { allow: 'POST' }],
    ['one that neither people nor nodes have there', 'DELETE', '/api/v1/nodes', 405, { allow: 'GET, HEAD, POST' }],
    ['no token', 'GET', '/api/v1/who', 401, { 'www-authenticate': 'Bearer' }],
  ])('%s', async (_name, method, url, status, headers) => {
    const answer = await api.call(method, url);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(headers);
  });
  it('a wrong token says so in the challenge', async () => {
    const answer = await api.call('GET', '/api/v1/who', { headers: { authorization: 'Bearer x.y.z' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });
});

describe('bodies', () => {
  const fill = (sizeBytes: number): string => `{"name":"a"${' '.repeat(sizeBytes - 12)}}`;
  it.each([
    { name: 'as large as allowed', raw: { text: fill(64) }, status: 200 },
    { name: 'one byte larger', raw: { text: fill(65) }, status: 413 },
    {
      name: 'as large as allowed, in base64',
      raw: { text: Buffer.from(fill(64)).toString('base64'), base64: true },
      status: 200,
    },
    {
      name: 'one byte larger, in base64',
      raw: { text: Buffer.from(fill(65)).toString('base64'), base64: true },
      status: 413,
    },
    { name: 'larger and not even JSON: the size comes first', raw: { text: '{'.repeat(65) }, status: 413 },
    { name: 'larger in bytes, not in characters', raw: { text: `{"name":"${'é'.repeat(28)}"}` }, status: 413 },
    { name: 'no JSON', raw: { text: '{"name":' }, status: 400 },
    { name: 'not UTF-8', raw: { text: Buffer.from([0x7b, 0xff, 0x7d]).toString('base64'), base64: true }, status: 400 },
    { name: 'a key twice', raw: { text: '{"name":"a","name":"b"}' }, status: 400 },
    { name: 'a number that would change', raw: { text: '{"name":"a","list":[9007199254740993]}' }, status: 400 },
    { name: '__proto__ as a key', raw: { text: '{"name":"a","__proto__":{}}' }, status: 400 },
    { name: 'no object', raw: { text: '[]' }, status: 400 },
    { name: 'missing', status: 400 },
  ])('$name: $status', async ({ raw, status }) =>
    expect((await api.as('Viewer')('POST', '/api/v1/echo', raw ? { raw } : {})).status).toBe(status),
  );

  it.each([
    { type: 'application/json; charset=utf-8', status: 200 },
    { type: 'Application/JSON', status: 200 },
    { type: 'text/plain', status: 415 },
    { type: 'application/x-www-form-urlencoded', status: 415 },
    { type: '', status: 415 },
  ])('media type "$type": $status', async ({ type, status }) =>
    expect(
      (await api.as('Viewer')('POST', '/api/v1/echo', { body: { name: 'a' }, headers: { 'content-type': type } }))
        .status,
    ).toBe(status),
  );

  it('reach a route that reads them itself as they came', async () => {
    const raw = { raw: { text: 'a: 1\n' }, headers: { 'content-type': 'application/yaml; x=1' } };
    expect((await api.as('Viewer')('POST', '/api/v1/raw', raw)).body).toStrictEqual({
      mediaType: 'application/yaml',
      text: 'a: 1\n',
    });
    expect((await api.as('Viewer')('POST', '/api/v1/raw', { body: {} })).status).toBe(415);
  });

  it.each([
    { name: 'none', asked: {}, status: 204 },
    { name: 'an empty object', asked: { body: {} }, status: 204 },
    { name: 'something', asked: { body: { a: 1 } }, status: 400 },
  ])('where none is expected, $name: $status', async ({ asked, status }) =>
    expect((await api.as('Viewer')('POST', '/api/v1/empty', asked)).status).toBe(status),
  );
});

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

describe('paths and queries', () => {
  it.each([
    ['/api/v1/named/abc', 200],
    ['/api/v1/named/a%62c', 200],
    ['/api/v1/named/ABC', 404],
    ['/api/v1/named/a%2Fb', 404],
    ['/api/v1/named/%ff', 404],
    ['/api/v1/named/', 404],
    ['/api/v1/named/abc/', 404],
    ['/api/v1//named/abc', 404],
    ['/api/v2/named/abc', 404],
    ['/named/abc', 404],
    ['/api/v1/../v1/named/abc', 404],
  ])('%s: %i', async (url, status) => expect((await api.as('Viewer')('GET', url)).status).toBe(status));

  it.each([
    ['?limit=9', 200],
    ['?limit=10', 400],
    ['?limit=1&limit=2', 400],
    ['?unknown=1', 400],
    ['?__proto__=1', 400],
    [`?tag=${'x'.repeat(4092)}`, 200],
    [`?tag=${'x'.repeat(4093)}`, 400],
  ])('%.30s: %i', async (query, status) =>
    expect((await api.as('Viewer')('GET', `/api/v1/pages${query}`)).status).toBe(status),
  );
});

describe('the call', () => {
  it('tells who, when and under which trace', async () => {
    const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`;
    const { body, headers } = await api.as('Operator', 'grace')('GET', '/api/v1/who', { headers: { traceparent } });
    expect(body).toStrictEqual({
      principal: { subject: 'grace', role: 'Operator' },
      at: '2026-11-22T09:30:00.000Z',
      traceId: 'c'.repeat(32),
      command: null,
    });
    expect(headers['x-trace-id']).toBe('c'.repeat(32));
  });
  it.each([
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${'d'.repeat(16)}-00`,
    `ff-${'c'.repeat(32)}-${'d'.repeat(16)}-00`,
    `00-${'C'.repeat(32)}-${'d'.repeat(16)}-00`,
  ])('starts a trace for the header "%s"', async (traceparent) => {
    const { headers } = await api.as('Operator')('GET', '/api/v1/who', { headers: { traceparent } });
    expect(headers['x-trace-id']).toMatch(/^(?!0{32}|c{32})[0-9a-f]{32}$/);
  });
});

describe('cursors', () => {
  const next = async (url: string, subject?: string): Promise<string> =>
    ((await api.as('Viewer', subject)('GET', url)).body as { next: string }).next;
  it('open to what they were, and show nothing of it', async () => {
    const cursor = await next('/api/v1/pages?tag=a');
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('secret');
    const { body } = await api.as('Viewer')('GET', `/api/v1/pages?tag=a&limit=2&cursor=${cursor}`);
    expect(body).toStrictEqual({ got: { tag: 'a', limit: 2, cursor: 'secret-config.production' }, next: cursor });
  });
  it('belong to one question', async () => {
    const cursor = await next('/api/v1/pages?tag=a');
    expect((await api.as('Viewer')('GET', `/api/v1/pages?tag=b&cursor=${cursor}`)).status).toBe(400);
    expect((await api.as('Viewer')('GET', `/api/v1/pages?cursor=${cursor}`)).status).toBe(400);
  });
  it('are refused after any change', async () => {
    const cursor = await next('/api/v1/pages');
    const bytes = Buffer.from(cursor, 'base64url');
    const changed = [...bytes.keys()].map((index) =>
      Buffer.from(bytes.map((byte, at) => (at === index ? byte ^ 1 : byte))).toString('base64url'),
    );
    const forged = [
      ...changed,
      cursor.slice(0, -1),
      `${cursor}A`,
      cursor.slice(0, 20),
      '',
      'secret-config.production',
      'A'.repeat(80),
    ];
    for (const cursor of forged)
      expect((await api.as('Viewer')('GET', `/api/v1/pages?cursor=${cursor}`)).status).toBe(400);
  });
});

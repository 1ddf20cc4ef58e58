import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryApi } from '../api.ts';
import { ROUTES } from './sample-routes.ts';

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

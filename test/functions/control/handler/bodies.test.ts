import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryApi } from '../api.ts';
import { ROUTES } from './sample-routes.ts';

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi(ROUTES);
});
afterEach(() => api.close());

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

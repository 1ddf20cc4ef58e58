import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { normalEvent } from '../../../functions/shared/normal-event.ts';
import { memoryApi } from '../control/api.ts';
import { functionUrlEvent, httpApiEvent } from './events.ts';

const SENDERS = [
  { sender: 'an HTTP API', eventOf: httpApiEvent },
  {
    sender: 'an HTTP API with a named stage',
    eventOf: (asked: Parameters<typeof httpApiEvent>[0]) => httpApiEvent({ ...asked, stage: 'prod' }),
  },
  { sender: 'a function URL', eventOf: functionUrlEvent },
];
const CONFIG = { name: 'payments.production', kind: 'config' };

describe.each(SENDERS)('a request through $sender', ({ eventOf }) => {
  async function api() {
    const { handled, tokenOf, close } = await memoryApi();
    const authorization = `Bearer ${await tokenOf('Admin')}`;
    const ask = async (asked: Parameters<typeof httpApiEvent>[0]) => {
      const answer = await handled(normalEvent(eventOf({ ...asked, headers: { authorization, ...asked.headers } })));
      const text = Buffer.from(answer.body ?? 'null', answer.isBase64Encoded ? 'base64' : 'utf8').toString();
      return { status: answer.statusCode, body: JSON.parse(text) };
    };
    const json = { 'content-type': 'application/json' };
    await ask({ method: 'POST', path: '/api/v1/configs', headers: json, body: JSON.stringify(CONFIG) });
    return { ask, close };
  }

  it.each([
    { name: 'JSON as text', type: 'application/json', body: '{"version":"1.0.0","content":{"größe":"✓"}}' },
    { name: 'YAML, which comes in base64', type: 'application/yaml', body: 'größe: ✓\n', query: 'version=1.0.0' },
  ])('keeps the bytes of a body: $name', async ({ type, body, query }) => {
    const { ask, close } = await api();
    const path = '/api/v1/configs/payments.production/versions';
    const headers = { 'content-type': type };
    const published = await ask({ method: 'POST', path, headers, body, ...(query ? { query } : {}) });
    expect(published).toMatchObject({ status: 201, body: { version: '1.0.0' } });
    const content = await ask({ method: 'GET', path: `${path}/1.0.0/content` });
    expect(content).toStrictEqual({ status: 200, body: { größe: '✓' } });
    close();
  });

  it.each([
    { name: 'a path with @', path: '/api/v1/configs/payments.production@1.0.0', status: 404 },
    { name: 'an encoded @', path: '/api/v1/configs/payments.production%401.0.0', status: 404 },
    { name: 'an encoded slash in a name', path: '/api/v1/configs/pay%2Fments.production', status: 404 },
    { name: 'an encoded dot', path: '/api/v1/configs/payments%2Eproduction', status: 200 },
    { name: 'an encoded name of a stage', path: '/prod/api/v1/configs', status: 404 },
    { name: 'a name that is there', path: '/api/v1/configs/payments.production', status: 200 },
    { name: 'the base alone', path: '/api/v1', status: 404 },
    { name: 'health', path: '/health', status: 200 },
    { name: 'health below the base', path: '/api/v1/health', status: 200 },
  ])('$name is answered $status', async ({ path, status }) => {
    const { ask, close } = await api();
    expect((await ask({ method: 'GET', path })).status).toBe(status);
    close();
  });

  it('keeps every value of a query, so that one given twice is refused', async () => {
    const { ask, close } = await api();
    const list = (query: string) => ask({ method: 'GET', path: '/api/v1/configs', query });
    expect((await list('limit=1')).status).toBe(200);
    expect(await list('limit=1&limit=2')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect((await list('')).status).toBe(200);
    close();
  });

  it('is believed for its own token alone, whatever the gateway says of it', async () => {
    const { ask, close } = await api();
    const asked = await ask({ method: 'GET', path: '/api/v1/configs', headers: { authorization: 'Bearer a.b.c' } });
    expect(asked.status).toBe(401);
    close();
  });
});

describe('an event in normal form', () => {
  const sent = (more: Partial<APIGatewayProxyEventV2>) =>
    normalEvent({ ...functionUrlEvent({ method: 'GET', path: '/health' }), ...more });

  it('has names of headers in lower case', () =>
    expect(sent({ headers: { Authorization: 'Bearer x', 'If-Match': '"1"' } }).headers).toStrictEqual({
      authorization: 'Bearer x',
      'if-match': '"1"',
    }));

  it.each([undefined, '', null])('has no body where there is none: %j', (body) => {
    expect('body' in sent({ body } as unknown as Partial<APIGatewayProxyEventV2>)).toBe(false);
  });

  it.each([
    { stage: 'prod', rawPath: '/prod/health', expected: '/health' },
    { stage: 'prod', rawPath: '/health', expected: '/health' },
    { stage: 'prod', rawPath: '/production/health', expected: '/production/health' },
    { stage: '$default', rawPath: '/$default/health', expected: '/$default/health' },
  ])('$rawPath in stage $stage is $expected', ({ stage, rawPath, expected }) => {
    const { requestContext } = functionUrlEvent({ method: 'GET', path: '/health' });
    expect(sent({ rawPath, requestContext: { ...requestContext, stage } }).rawPath).toBe(expected);
  });
});

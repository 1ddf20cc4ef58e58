import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadlines } from '../../server/http/deadlines.ts';
import type { Dispatch } from '../../server/http/dispatch.ts';
import { type Listening, listen } from '../../server/http/http-server.ts';
import { countingIds } from '../support/counting-ids.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const LIMIT = 1000;
let seen: APIGatewayProxyEventV2[];
let faults: unknown[];
let server: Listening;

const deps = (changes: Partial<Dispatch> = {}): Dispatch => ({
  routeTo: () => ({
    bodyLimit: LIMIT,
    run: async (event): Promise<APIGatewayProxyStructuredResultV2> => {
      seen.push(event);
      if (event.requestContext.http.method === 'HEAD') return { statusCode: 200, headers: { 'content-length': 7 } };
      if (event.rawPath === '/fails') throw new Error('secret');
      return { statusCode: 201, headers: { 'x-a': 'b' }, body: 'AP8=', isBase64Encoded: true };
    },
  }),
  serveBlob: async ({ method, path, query }) => ({
    status: 200,
    headers: { 'x-blob': '1' },
    body: Buffer.from(`${method} ${path} ${query}`),
  }),
  clock: virtualClock(),
  ids: countingIds(),
  onFault: (error) => void faults.push(error),
  bodyDeadlines: deadlines(10_000),
  ...changes,
});

beforeEach(async () => {
  seen = [];
  faults = [];
  server = await listen({ host: '127.0.0.1', port: 0 }, deps());
});
afterEach(() => server.close(0));

/** Sends raw text and reads until the server ends the connection. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, fail) => {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('close', () => resolve(answer)).on('error', fail);
  });

/** A body in chunks, without an announced length. */
const chunked = (sizeBytes: number): Promise<number> =>
  new Promise((resolve, fail) => {
    const request = httpRequest(`${server.origin}/x`, { method: 'POST' }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', fail);
    for (let left = sizeBytes; left > 0; left -= 100) request.write(Buffer.alloc(Math.min(100, left), 0x61));
    request.end();
  });

describe('a request', () => {
  it('becomes a payload 2.0 event, and its answer a response', async () => {
    const response = await fetch(`${server.origin}/a%20b?x=1&x=2`, {
      method: 'POST',
      body: '{"é":1}',
      headers: { 'X-Some': 'Thing', 'content-type': 'application/json' },
    });
    expect([
      response.status,
      response.headers.get('x-a'),
      [...new Uint8Array(await response.arrayBuffer())],
    ]).toStrictEqual([201, 'b', [0, 255]]);
    const [event] = seen;
    expect(event).toMatchObject({
      version: '2.0',
      rawPath: '/a%20b',
      rawQueryString: 'x=1&x=2',
      body: '{"é":1}',
      isBase64Encoded: false,
      headers: { 'x-some': 'Thing', 'content-type': 'application/json' },
      requestContext: {
        http: { method: 'POST', path: '/a%20b', sourceIp: '127.0.0.1' },
        time: '22/Nov/2026:09:30:00 +0000',
        timeEpoch: Date.parse('2026-11-22T09:30:00.000Z'),
      },
    });
  });
  it('carries bytes that are no text in base64', async () => {
    await fetch(`${server.origin}/x`, { method: 'POST', body: Uint8Array.of(0xff, 0x00) });
    expect(seen[0]).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });
  it('without a body has none', async () => {
    await fetch(`${server.origin}/x`);
    expect(seen[0]?.body).toBeUndefined();
  });
  it('by HEAD is told the length that GET would have', async () => {
    const response = await fetch(`${server.origin}/x`, { method: 'HEAD' });
    expect([response.headers.get('content-length'), await response.text()]).toStrictEqual(['7', '']);
  });

  it('for a blob URL goes to the blobs', async () => {
    const response = await fetch(`${server.origin}/blobs/release/ab?mac=1&size=2`);
    expect([response.headers.get('x-blob'), await response.text(), seen.length]).toStrictEqual([
      '1',
      'GET /blobs/release/ab mac=1&size=2',
      0,
    ]);
  });
  it('that makes a function throw gets an opaque 500', async () => {
    const response = await fetch(`${server.origin}/fails`);
    const { code, title } = (await response.json()) as { code: string; title: string };
    expect([response.status, code, /secret/.test(title), faults]).toStrictEqual([
      500,
      'fault',
      false,
      [new Error('secret')],
    ]);
  });
});

describe('limits', () => {
  it.each([
    {
      name: 'an announced body as large as allowed',
      send: async () => (await fetch(`${server.origin}/x`, { method: 'POST', body: 'a'.repeat(LIMIT) })).status,
      status: 201,
    },
    {
      name: 'an announced body one byte larger',
      send: async () => (await fetch(`${server.origin}/x`, { method: 'POST', body: 'a'.repeat(LIMIT + 1) })).status,
      status: 413,
    },
    { name: 'a chunked body as large as allowed', send: () => chunked(LIMIT), status: 201 },
    { name: 'a chunked body one byte larger', send: () => chunked(LIMIT + 1), status: 413 },
  ])('$name: $status', async ({ send, status }) => {
    expect(await send()).toBe(status);
    expect(seen.length).toBe(status === 201 ? 1 : 0);
  });

  it('an announced body that is too large is refused before it is sent', async () => {
    const answer = await raw(`POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: ${LIMIT + 1}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too_large"');
  });
  it.each([
    {
      name: 'headers of 17 KiB',
      text: `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(17 * 1024)}\r\n\r\n`,
      status: 431,
    },
    { name: 'what is not HTTP', text: 'hello\r\n\r\n', status: 400 },
    { name: 'two hosts', text: 'GET / HTTP/1.1\r\nhost: x\r\nHOST: y\r\n\r\n', status: 400 },
    {
      name: 'two lengths',
      text: 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      status: 400,
    },
    {
      name: 'a length and chunks (request smuggling)',
      text: 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      status: 400,
    },
  ])('$name: $status', async ({ text, status }) => {
    expect(await raw(text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(seen).toStrictEqual([]);
  });
  it('a body that takes too long is refused, and the connection ends', async () => {
    await server.close(0);
    server = await listen({ host: '127.0.0.1', port: 0 }, deps({ bodyDeadlines: deadlines(20) }));
    const answer = await raw('POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
    expect(seen).toStrictEqual([]);
  });
  it('a caller who goes away in the middle of a body is no fault', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => {
        socket.write('POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc', () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect((await fetch(`${server.origin}/after`)).status).toBe(201);
    expect([seen.length, faults]).toStrictEqual([1, []]);
  });
});

describe('closing', () => {
  it('waits for a running request, and takes no other', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrived = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const slow = await listen(
      { host: '127.0.0.1', port: 0 },
      deps({
        routeTo: () => ({
          bodyLimit: 0,
          run: async () => {
            arrived();
            await held;
            return { statusCode: 200, body: 'done' };
          },
        }),
      }),
    );
    const answer = fetch(slow.origin);
    await running;
    const closed = slow.close(60_000);
    await expect(fetch(slow.origin)).rejects.toThrow();
    release();
    expect(await (await answer).text()).toBe('done');
    await closed;
  });
  it('an address in use is told of', async () => {
    await expect(
      listen({ host: '127.0.0.1', port: Number(new URL(server.origin).port) }, deps()),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

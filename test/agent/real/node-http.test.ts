import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpFailure } from '../../../agent/ports.ts';
import { isTooSlow, nodeHttp } from '../../../agent/real/node-http.ts';
import { systemClock } from '../../../agent/real/system.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => server.close().closeAllConnections() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const get = async (url: string, more: object = {}) => {
  const http = nodeHttp();
  open.push(http);
  return http({ method: 'GET', url, headers: {}, maxBytes: 10, deadlineMs: 5000, ...more });
};
const reasonOf = (exchange: Promise<unknown>): Promise<string> =>
  exchange.then(
    () => 'answered',
    (error: HttpFailure) => error.reason,
  );

describe('an exchange', () => {
  it('answers status and bytes, at its limit', async () => {
    const url = await serve((_, response) => response.writeHead(200).end('0123456789'));
    const answer = await get(url);
    expect([answer.status, answer.bytes.toString()]).toStrictEqual([200, '0123456789']);
  });

  it.each([
    { what: 'announces', headers: { 'content-length': '11' } },
    { what: 'sends, without saying so,', headers: {} },
  ])('is cut off when the other side $what a byte more', async ({ headers }) => {
    const url = await serve((_, response) => response.writeHead(200, headers).end('0123456789x'));
    expect(await reasonOf(get(url))).toBe('too_large');
  });

  it('is cut off by endless data', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (response.write('x'.repeat(1000)));
        response.once('drain', more);
      };
      more();
    });
    expect(await reasonOf(get(url, { maxBytes: 100_000 }))).toBe('too_large');
  });

  it('ends at its deadline, however often a byte comes', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    });
    expect(await reasonOf(get(url, { maxBytes: 1_000_000, deadlineMs: 150 }))).toBe('timeout');
  });

  it.each([
    { bytes: 0, elapsedMs: 5_000, slow: false },
    { bytes: 0, elapsedMs: 5_001, slow: true },
    { bytes: 81_920, elapsedMs: 10_000, slow: false },
    { bytes: 81_919, elapsedMs: 10_000, slow: true },
  ])('with $bytes bytes after $elapsedMs ms is too slow: $slow', ({ bytes, elapsedMs, slow }) =>
    expect(isTooSlow(bytes, elapsedMs)).toBe(slow),
  );

  it.each([
    { seconds: 5, ends: 'answered' },
    { seconds: 6, ends: 'too_slow' },
  ])('whose first byte takes $seconds s of its time ends as $ends', async ({ seconds, ends }) => {
    const url = await serve((_, response) => response.writeHead(200).end('0123456789'));
    let looks = 0;
    const http = nodeHttp({ now: () => (looks++ === 0 ? 0 : seconds * 1000), after: () => () => {} });
    open.push(http);
    const asked = http({ method: 'GET', url, headers: {}, maxBytes: 10, deadlineMs: 5000 });
    expect(await reasonOf(asked)).toBe(ends);
  });

  it.each([
    {
      what: 'nothing but a head',
      begin: (response: ServerResponse) => response.writeHead(200).flushHeaders(),
      ends: 'too_slow',
    },
    {
      what: 'a head and a byte',
      begin: (response: ServerResponse) => response.writeHead(200).write('x'),
      ends: 'too_slow',
    },
    { what: 'no head', begin: () => {}, ends: 'timeout' },
  ])(
    'in which $what comes, and then nothing, does not last as long as its size allows: $ends',
    async ({ begin, ends }) => {
      const url = await serve((_, response) => void begin(response));
      // A hundred times as fast: 34 minutes, as the largest file has, are twenty seconds.
      const http = nodeHttp({
        now: () => performance.now() * 100,
        after: (ms, call) => systemClock.after(ms / 100, call),
      });
      open.push(http);
      const begun = performance.now();
      const asked = http({ method: 'GET', url, headers: {}, maxBytes: 16 * 1024 * 1024, deadlineMs: 34 * 60_000 });
      expect(await reasonOf(asked)).toBe(ends);
      expect(performance.now() - begun).toBeLessThan(1_500);
    },
  );

  it('that the other side turns into another protocol has failed', async () => {
    const server = createSocketServer((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: evil\r\n\r\n'),
      );
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({ close: () => void server.close() });
    const asked = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(await reasonOf(asked)).toBe('unreachable');
  });

  it('under way ends when it is closed, and no other begins', async () => {
    const http = nodeHttp();
    const url = await serve(() => http.close());
    const ask = () => reasonOf(http({ method: 'GET', url, headers: {}, maxBytes: 10, deadlineMs: 60_000 }));
    expect(await ask()).toBe('unreachable');
    expect(await ask()).toBe('unreachable');
  });

  it('fails when nobody is there, or the connection breaks in the middle', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '8' });
      response.write('1234', () => response.destroy());
    });
    expect(await reasonOf(get(url))).toBe('unreachable');
    expect(await reasonOf(get('http://127.0.0.1:1/'))).toBe('unreachable');
  });

  it.each([
    {
      what: 'a name',
      address: 'http://localhost:PORT/a%20b?c=d&e=%2F',
      host: 'localhost:PORT',
      authorization: undefined,
    },
    {
      what: 'an IPv6 address',
      address: 'http://[::1]:PORT/a%20b?c=d&e=%2F',
      host: '[::1]:PORT',
      authorization: undefined,
    },
    {
      ...{ what: 'a name and a password', address: 'http://me:p%40ss@127.0.0.1:PORT/a%20b?c=d&e=%2F' },
      ...{ host: '127.0.0.1:PORT', authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` },
    },
  ])('goes where an address with $what says', async ({ address, host, authorization }) => {
    const server = createServer((request, response) => {
      const { headers, url } = request;
      response.end(JSON.stringify([headers.host, url, headers.authorization ?? null]));
    });
    await new Promise<void>((resolve) => server.listen(0, '::', resolve));
    open.push({ close: () => server.close().closeAllConnections() });
    const port = String((server.address() as AddressInfo).port);
    const { bytes } = await get(address.replace('PORT', port), { maxBytes: 1000 });
    const heard: unknown = JSON.parse(Buffer.from(bytes).toString());
    expect(heard).toStrictEqual([host.replace('PORT', port), '/a%20b?c=d&e=%2F', authorization ?? null]);
  });

  it('sends a body with its length in bytes', async () => {
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => response.end(`${request.headers['content-length']} ${Buffer.concat(chunks)}`));
    });
    const { bytes } = await get(url, { method: 'POST', body: 'é€', maxBytes: 100 });
    expect(Buffer.from(bytes).toString()).toBe('5 é€');
  });

  it('follows no redirect', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    expect((await get(url)).status).toBe(302);
  });
});

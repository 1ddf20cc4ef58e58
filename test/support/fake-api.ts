import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Path and query as they came, still encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
/** A string or bytes is sent as it is, anything else as JSON. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export type Replies = (asked: Asked, nth: number) => Reply | undefined;

export interface FakeApi {
  readonly url: string;
  /** In order of arrival. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** A tiny server that writes down what it is asked; an undefined reply is a 404 problem. */
export async function fakeApi(replies: Replies): Promise<FakeApi> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
    asked.push(one);
    const { status = 200, headers: extra, body } = replies(one, asked.length) ?? problem(404, 'not_found');
    const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...extra });
    response.end(body === undefined ? undefined : raw);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const problem = (status: number, code: string, more: object = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: {
    type: `/problems/${code}`,
    title: `Title of ${code}.`,
    status,
    code,
    instance: '/api/v1/x',
    traceId: 'a'.repeat(32),
    ...more,
  },
});

import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Dispatch, dispatch } from './dispatch.ts';

export interface Listening {
  /** `http://127.0.0.1:8080`, the port as it turned out. */
  readonly origin: string;
  /** Takes no more, lets running requests end for at most `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  /** PEM texts; without them plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 120_000, // the slowest upload session; bodies of functions have a tighter one
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
} satisfies ServerOptions;

/** Listens; `dispatch` is asked once the origin is known. Rejects when the address cannot be had. */
export async function listen({ host, port, tls }: ListenOptions, deps: Dispatch): Promise<Listening> {
  const server: Server = tls ? createTlsServer({ ...LIMITS, ...tls }) : createServer(LIMITS);
  server.on('request', (request, response) => {
    if (hasManyHosts(request)) response.writeHead(400, { connection: 'close', 'content-length': 0 }).end();
    else void dispatch(deps, request, response);
  });
  server.on('clientError', refuseBrokenRequest);
  await new Promise<void>((resolve, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  const { address, port: bound, family } = server.address() as AddressInfo;
  const origin = `${tls ? 'https' : 'http'}://${family === 'IPv6' ? `[${address}]` : address}:${bound}`;
  return { origin, close: (graceMs) => close(server, graceMs) };
}

/** Two servers in a row would each believe another one of them (RFC 9112 §3.2). */
function hasManyHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What was not even HTTP has no request to answer: one status line, and the connection ends. */
function refuseBrokenRequest({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  socket.end(
    `HTTP/1.1 ${STATUS_LINES[code ?? ''] ?? '400 Bad Request'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}

/** A connection kept alive by a request that was still running becomes idle only when that one is answered. */
function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
    const every = setInterval(() => server.closeIdleConnections(), 10);
    server.once('close', () => clearInterval(every));
  });
}

import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Http, HttpRequest } from '../../../../agent/ports.ts';
import { nodeHttp } from '../../../../agent/real/node-http.ts';
import { systemClock } from '../../../../agent/real/system.ts';
import { type Route, routeOf } from './on-the-way.ts';
import type { Hop } from './open-stage.ts';

/** So much faster than the seconds of the protocol goes the time of a socket on which somebody waits. */
export const FAST = 100;
const clockAt = (speed: number) => ({
  now: () => performance.now() * speed,
  after: (delayMs: number, callback: () => void) => systemClock.after(delayMs / speed, callback),
});

/** What is written onto the connection once a request has come; it ends when the other side goes. */
export type Trickery = (socket: Socket, request: string) => void;

export interface HostileSocket {
  /** Sends the requests of these routes to it, over the agent's own client; all others pass. */
  readonly hop: Hop;
  /** Connections that came, and bytes that went out on them. */
  readonly seen: { connections: number; bytes: number };
  close(): Promise<void>;
}

/** A real socket on this machine that speaks HTTP as badly as it likes, and the agent's real client before it. */
export async function hostileSocket(
  routes: readonly Route[],
  trickery: Trickery,
  speed: number,
): Promise<HostileSocket> {
  const open = new Set<Socket>();
  const seen = { connections: 0, bytes: 0 };
  const server = createServer((socket) => {
    seen.connections += 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      seen.bytes += socket.bytesWritten;
      open.delete(socket);
    });
    socket.on('data', (chunk) => trickery(socket, chunk.toString('latin1')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http: Http & { close(): void } = nodeHttp(clockAt(speed));
  const attacked = (request: HttpRequest) => http({ ...request, url: `${origin}${new URL(request.url).pathname}` });
  return {
    seen,
    hop: (request, pass) => (routes.includes(routeOf(request)) ? attacked(request) : pass(request)),
    close: async () => {
      http.close();
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\n';

/** Writes the same again and again, as fast as the other side takes it. */
export function endlessly(socket: Socket, part: string | Buffer): void {
  while (socket.writable && socket.write(part));
  if (socket.writable) socket.once('drain', () => endlessly(socket, part));
}

/** Writes a little, again and again, until the other side is gone. */
export function trickling(socket: Socket, part: string, everyMs = 5): void {
  const timer = setInterval(() => socket.writable && socket.write(part), everyMs);
  socket.once('close', () => clearInterval(timer));
}

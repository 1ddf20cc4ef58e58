import { connect, type Socket } from 'node:net';

/** A connection that says a little and then keeps silent, or a byte now and then. */
export interface SlowConnection {
  readonly name: string;
  readonly socket: Socket;
  /** Milliseconds until the server ended it, and the status it gave before. */
  readonly ended: Promise<{ readonly afterMs: number; readonly status: number }>;
}

export interface SlowInput {
  readonly name: string;
  readonly begin: string;
  /** Sent again and again, one at a time. */
  readonly drip?: string;
}

const DRIP_MS = 1_000;

export function openSlow(origin: string, { name, begin, drip }: SlowInput): SlowConnection {
  const { hostname, port } = new URL(origin);
  const since = performance.now();
  let answer = '';
  const socket = connect(Number(port), hostname, () => socket.write(begin));
  socket.setEncoding('latin1');
  const dripping = drip === undefined ? undefined : setInterval(() => socket.writable && socket.write(drip), DRIP_MS);
  socket.on('data', (chunk) => (answer += chunk));
  socket.on('error', () => undefined);
  const ended = new Promise<{ afterMs: number; status: number }>((resolve) => {
    socket.on('close', () => {
      clearInterval(dripping);
      resolve({
        afterMs: performance.now() - since,
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0),
      });
    });
  });
  return { name, socket, ended };
}

/** Every place in which a request can stop: before it, in its line, its headers, its body, and its chunks. */
export function slowInputs(authorization: string, node: string): SlowInput[] {
  const head = `POST /api/v1/configs HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: ${authorization}\r\n`;
  return [
    { name: 'nothing at all', begin: '' },
    { name: 'only line ends', begin: '\r\n', drip: '\r\n' },
    { name: 'half a request line', begin: 'GET /api/v1/hea' },
    { name: 'a request line that drips', begin: 'GET /api/v1/', drip: 'x' },
    { name: 'headers that do not end', begin: 'GET /api/v1/health HTTP/1.1\r\nhost: x\r\n' },
    { name: 'a header that drips', begin: 'GET /api/v1/health HTTP/1.1\r\nhost: x\r\nx: ', drip: 'x' },
    { name: 'headers that drip', begin: 'GET /api/v1/health HTTP/1.1\r\nhost: x\r\n', drip: 'x: y\r\n' },
    { name: 'a body that never comes', begin: `${head}content-length: 100\r\n\r\n` },
    { name: 'a body shorter than its length', begin: `${head}content-length: 100\r\n\r\n{"name":"slow.production"}` },
    { name: 'a body that drips', begin: `${head}content-length: 1000\r\n\r\n{`, drip: ' ' },
    { name: 'chunks without an end', begin: `${head}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n` },
    { name: 'chunks that drip', begin: `${head}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`, drip: '1\r\n \r\n' },
    { name: 'a chunk that is never filled', begin: `${head}transfer-encoding: chunked\r\n\r\nffff\r\n{` },
    {
      name: 'a check-in without a body',
      begin: `POST /api/v1/nodes/${node}/check-in HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n`,
    },
  ];
}

import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

export interface HttpRequest {
  readonly method: string;
  /** Path and query as they go over the wire. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array | string | undefined;
}
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One kept connection: what one request does to it, the next one feels. */
export function httpClient(origin: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = ({ method, target, headers, body }: HttpRequest): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const bytes = body === undefined ? undefined : Buffer.from(body);
      const { hostname, port } = new URL(origin);
      const sent = request(
        {
          agent,
          method,
          hostname,
          port,
          path: target,
          headers: { ...headers, ...(bytes ? { 'content-length': String(bytes.length) } : {}) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      sent.once('error', reject);
      sent.end(bytes);
    });
  return { send, close: () => agent.destroy() };
}

/** Bytes as they are, for what no client would send; all that comes back until the server ends the connection. */
export function sendBytes(origin: string, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('error', () => undefined); // reset in the middle of what it refuses: what was answered counts
    socket.on('close', () => resolve(answer));
  });
}

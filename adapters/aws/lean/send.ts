import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string | Uint8Array;
}
export interface Received {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** No answer: it took too long, or the connection failed. What was asked may have been done. */
export class NoAnswer extends Error {
  readonly code: 'Timeout' | 'Network';
  readonly retryable = true;

  constructor(code: NoAnswer['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'NoAnswer';
    this.code = code;
  }
}

/** A connection that a frozen environment kept longer than this was closed by the other side: it is made anew. */
const IDLE_MS = 15_000;
const SOCKETS = 64;
const agents = {
  'http:': new HttpAgent({ keepAlive: true, maxSockets: SOCKETS, timeout: IDLE_MS }),
  'https:': new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS, timeout: IDLE_MS }),
};

/**
 * One request over a kept connection, answered in full within `deadlineMs` or not at all.
 * @throws NoAnswer and nothing else
 */
export function send(origin: URL, { method, path, headers, body }: Sent, deadlineMs: number): Promise<Received> {
  const secure = origin.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const fail = (code: NoAnswer['code'], message: string, cause?: unknown): void => {
      clearTimeout(timer);
      reject(new NoAnswer(code, message, cause));
    };
    const timer = setTimeout(() => {
      fail('Timeout', `no answer from ${origin.host} within ${deadlineMs} ms`);
      sent.destroy();
    }, deadlineMs);
    const sent = (secure ? httpsRequest : httpRequest)(
      {
        hostname: origin.hostname.replace(/^\[|\]$/g, ''),
        port: origin.port,
        method,
        path,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body ?? '')) },
        agent: agents[secure ? 'https:' : 'http:'],
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', (cause) => fail('Network', `${origin.host}: ${cause.message}`, cause));
        answer.on('end', () => {
          clearTimeout(timer);
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) });
        });
      },
    );
    sent.on('error', (cause) => fail('Network', `${origin.host}: ${cause.message}`, cause));
    sent.end(body);
  });
}

import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { MIN_BYTES_PER_SECOND } from '../options.ts';
import { type Http, type HttpAnswer, HttpFailure } from '../ports.ts';

/** After this long, an answer that trickles below the minimum rate is given up (milliseconds). */
const RATE_GRACE_MS = 5_000;

/** Whether this many bytes in this time are too few to go on with. @see docs/protocol.md §1.8 */
export const isTooSlow = (bytes: number, elapsedMs: number): boolean =>
  elapsedMs > RATE_GRACE_MS && bytes / (elapsedMs / 1000) < MIN_BYTES_PER_SECOND;

/**
 * HTTP/1.1 over kept connections: no redirects, no cookies, no decompression.
 * @param now milliseconds that only grow
 * @returns an exchange; `close` ends those under way, and no other begins
 */
export function nodeHttp(now = () => performance.now()): Http & { close(): void } {
  let closed = false;
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };
  const exchange: Http = ({ method, url, headers, body, maxBytes, deadlineMs }) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new HttpFailure('unreachable', 'closed'));
      const { protocol } = new URL(url);
      const options = { method, headers: lengthOf(headers, body) };
      const started =
        protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: agents['https:'] })
          : httpRequest(url, { ...options, agent: agents['http:'] });
      const fail = (failure: HttpFailure) => {
        clearTimeout(deadline);
        started.destroy();
        reject(failure);
      };
      const deadline = setTimeout(() => fail(new HttpFailure('timeout')), deadlineMs);
      started.once('error', (error) => fail(new HttpFailure('unreachable', error.message)));
      started.once('response', (response) =>
        collect(response, { maxBytes, now }, fail, (answer) => {
          clearTimeout(deadline);
          resolve(answer);
        }),
      );
      started.end(body);
      return undefined;
    });
  return Object.assign(exchange, {
    close: () => {
      closed = true;
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  });
}

const lengthOf = (headers: { readonly [name: string]: string }, body: string | undefined) =>
  body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };

function collect(
  response: IncomingMessage,
  { maxBytes, now }: { readonly maxBytes: number; readonly now: () => number },
  fail: (failure: HttpFailure) => void,
  done: (answer: HttpAnswer) => void,
): void {
  const begun = now();
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    // Errors may be longer than the thing asked for; nobody reads them beyond their code.
    if (length > Math.max(maxBytes, response.statusCode === 200 ? 0 : 64 * 1024))
      return fail(new HttpFailure('too_large'));
    if (isTooSlow(length, now() - begun)) return fail(new HttpFailure('too_slow'));
    chunks.push(chunk);
    return undefined;
  });
  response.once('error', (error) => fail(new HttpFailure('unreachable', error.message)));
  response.once('end', () => done({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
}

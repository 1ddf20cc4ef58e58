import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { MIN_BYTES_PER_SECOND } from '../options.ts';
import { type Http, type HttpAnswer, HttpFailure } from '../ports.ts';

/** After this long, an answer that trickles below the minimum rate is given up (milliseconds). */
const RATE_GRACE_MS = 5_000;

/** HTTP/1.1 over kept connections: no redirects, no cookies, no decompression. */
export function nodeHttp(): Http & { close(): void } {
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };
  const exchange: Http = ({ method, url, headers, body, maxBytes, deadlineMs }) =>
    new Promise((resolve, reject) => {
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
        collect(response, maxBytes, fail, (answer) => {
          clearTimeout(deadline);
          resolve(answer);
        }),
      );
      started.end(body);
    });
  return Object.assign(exchange, {
    close: () => {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  });
}

const lengthOf = (headers: { readonly [name: string]: string }, body: string | undefined) =>
  body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };

function collect(
  response: IncomingMessage,
  maxBytes: number,
  fail: (failure: HttpFailure) => void,
  done: (answer: HttpAnswer) => void,
): void {
  const begun = performance.now();
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    // Errors may be longer than the thing asked for; nobody reads them beyond their code.
    if (length > Math.max(maxBytes, response.statusCode === 200 ? 0 : 64 * 1024))
      return fail(new HttpFailure('too_large'));
    const elapsedMs = performance.now() - begun;
    if (elapsedMs > RATE_GRACE_MS && length / (elapsedMs / 1000) < MIN_BYTES_PER_SECOND) {
      return fail(new HttpFailure('too_slow'));
    }
    chunks.push(chunk);
    return undefined;
  });
  response.once('error', (error) => fail(new HttpFailure('unreachable', error.message)));
  response.once('end', () => done({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
}

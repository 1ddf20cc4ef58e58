import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { EXCHANGE_MS, MIN_BYTES_PER_SECOND } from '../options.ts';
import { type Clock, type Http, type HttpAnswer, HttpFailure } from '../ports.ts';
import { systemClock } from './system.ts';

/** After this long, an answer that comes below the minimum rate is given up (milliseconds). */
const RATE_GRACE_MS = 5_000;
/** How often the rate is looked at when nothing comes (milliseconds). */
const LOOK_EVERY_MS = 1_000;

/** Whether this many bytes in this time are too few to go on with. @see docs/protocol.md §1.8 */
export const isTooSlow = (bytes: number, elapsedMs: number): boolean =>
  elapsedMs > RATE_GRACE_MS && bytes / (elapsedMs / 1000) < MIN_BYTES_PER_SECOND;

const MONOTONIC: Clock = { now: () => performance.now(), after: systemClock.after };

/**
 * HTTP/1.1 over kept connections: no redirects, no cookies, no decompression. However large a download may be and
 * however long it may take, its head has the time of a small exchange.
 * @param clock time that only grows
 * @returns an exchange; `close` ends those under way, and no other begins
 */
export function nodeHttp(clock: Clock = MONOTONIC): Http & { close(): void } {
  let closed = false;
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };
  const exchange: Http = ({ method, url, headers, body, maxBytes, deadlineMs }) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new HttpFailure('unreachable', 'closed'));
      const options = { ...placeOf(url), method, headers: lengthOf(headers, body) };
      const started =
        options.protocol === 'https:'
          ? httpsRequest({ ...options, agent: agents['https:'] })
          : httpRequest({ ...options, agent: agents['http:'] });
      const cancels: (() => void)[] = [];
      let over = false;
      const end = (): void => {
        over = true;
        for (const cancel of cancels) cancel();
      };
      const fail: Fail = (reason, detail) => {
        if (over) return; // every exchange ends with a close, and a failure made for nobody costs a stack trace
        end();
        started.destroy();
        reject(new HttpFailure(reason, detail));
      };
      const timedOut = (): void => fail('timeout');
      cancels.push(clock.after(deadlineMs, timedOut));
      const cancelHead = deadlineMs > EXCHANGE_MS ? clock.after(EXCHANGE_MS, timedOut) : NOTHING;
      cancels.push(cancelHead);
      started.once('error', (error) => fail('unreachable', error.message));
      // No listener for other protocols: whoever switches to one has ended this exchange.
      started.once('close', () => fail('unreachable', 'closed without an answer'));
      started.once('response', (response) => {
        cancelHead();
        cancels.push(
          collect(response, { maxBytes, clock }, fail, (answer) => {
            end();
            resolve(answer);
          }),
        );
      });
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

const NOTHING = (): void => {};

/** Read once: `request` reads an address that it is given as text, and takes a URL apart in its own way. */
function placeOf(url: string) {
  const { protocol, hostname, port, pathname, search, username, password } = new URL(url);
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const auth = username || password ? `${decodeURIComponent(username)}:${decodeURIComponent(password)}` : null;
  return { protocol, hostname: bare, port, path: `${pathname}${search}`, auth };
}

const lengthOf = (headers: { readonly [name: string]: string }, body: string | undefined) =>
  body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };

type Fail = (reason: HttpFailure['reason'], detail?: string) => void;

/** @returns a function that stops looking at the rate */
function collect(
  response: IncomingMessage,
  { maxBytes, clock }: { readonly maxBytes: number; readonly clock: Clock },
  fail: Fail,
  done: (answer: HttpAnswer) => void,
): () => void {
  const begun = clock.now();
  const chunks: Buffer[] = [];
  let length = 0;
  let cancelLook = NOTHING;
  // Silence brings no data to look at: the clock has to ask.
  const look = (): void => {
    if (isTooSlow(length, clock.now() - begun)) fail('too_slow');
    else cancelLook = clock.after(LOOK_EVERY_MS, look);
  };
  cancelLook = clock.after(LOOK_EVERY_MS, look);
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    // Errors may be longer than the thing asked for; nobody reads them beyond their code.
    if (length > Math.max(maxBytes, response.statusCode === 200 ? 0 : 64 * 1024)) return fail('too_large');
    if (isTooSlow(length, clock.now() - begun)) return fail('too_slow');
    chunks.push(chunk);
    return undefined;
  });
  response.once('error', (error) => fail('unreachable', error.message));
  response.once('end', () => done({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
  return () => cancelLook();
}

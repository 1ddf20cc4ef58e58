import { THERE, type Victim } from '../victim.ts';

/** Bytes that are not, or hardly, HTTP; what comes back first on the connection, which ends. */
export interface RawInput {
  readonly name: string;
  readonly bytes: () => string | Uint8Array;
  /** Of the first status line; 0 = the connection ends without a word. */
  readonly status: readonly number[];
}

const CRLF = '\r\n';
const lines = (...all: string[]): string => [...all, '', ''].join(CRLF);

/** A request line and headers that a server must not take for something else than the next hop did. */
export function rawInputs({ bearer }: Pick<Victim, 'bearer'>): RawInput[] {
  const auth = `authorization: ${bearer('Admin')}`;
  const create = '{"name":"smuggled.production"}';
  const post = (...more: string[]): string =>
    [
      'POST /api/v1/configs HTTP/1.1',
      'host: x',
      'connection: close',
      'content-type: application/json',
      auth,
      ...more,
    ].join(CRLF);
  const get = (target: string, ...more: string[]): string =>
    lines(`GET ${target} HTTP/1.1`, 'host: x', 'connection: close', auth, ...more);
  const input = (
    name: string,
    status: number | readonly number[],
    bytes: string | (() => string | Uint8Array),
  ): RawInput => ({
    name,
    status: [status].flat(),
    bytes: typeof bytes === 'string' ? () => bytes : bytes,
  });
  return [
    input('no HTTP', 400, 'hello\r\n\r\n'),
    input('a TLS greeting', 400, () => Buffer.from('16030100c8010000c40303', 'hex')),
    input('bytes of no meaning', 400, () => Uint8Array.from({ length: 512 }, (_, index) => 128 + (index % 128))),
    // The parser takes it for 1.1, and answers so.
    input('HTTP/0.9', [200, 400], 'GET /api/v1/health\r\n\r\n'),
    input('HTTP/2 in clear', [400, 505], 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    input('HTTP/9.9', [400, 505], lines('GET /api/v1/health HTTP/9.9', 'host: x', 'connection: close')),
    input('no host', 400, lines('GET /api/v1/health HTTP/1.1', 'connection: close')),
    input('two hosts', 400, lines('GET /api/v1/health HTTP/1.1', 'host: x', 'host: y', 'connection: close')),
    input('a method of nobody', 400, lines('HACK /api/v1/health HTTP/1.1', 'host: x', 'connection: close')),
    input('a method in lower case', 400, lines('get /api/v1/health HTTP/1.1', 'host: x', 'connection: close')),
    input('a method of 10,000 letters', 400, lines(`${'G'.repeat(10_000)} / HTTP/1.1`, 'host: x')),
    ...['PROPFIND', 'TRACE', 'OPTIONS', 'PATCH', 'PUT', 'DELETE', 'PURGE', 'MKCOL', 'LOCK', 'COPY', 'SUBSCRIBE'].map(
      (method) =>
        input(
          `${method} of what can be read`,
          405,
          lines(`${method} /api/v1/health HTTP/1.1`, 'host: x', 'connection: close'),
        ),
    ),
    input(
      'CONNECT',
      [0, 400, 404, 405],
      lines('CONNECT example.com:443 HTTP/1.1', 'host: example.com', 'connection: close'),
    ),
    input('OPTIONS of everything', [404, 405], lines('OPTIONS * HTTP/1.1', 'host: x', 'connection: close')),
    input(
      'an absolute target',
      [404, 200],
      lines('GET http://example.com/api/v1/health HTTP/1.1', 'host: x', 'connection: close'),
    ),
    input('a target without a slash', [400, 404], lines('GET api/v1/health HTTP/1.1', 'host: x', 'connection: close')),
    input('a target with two slashes', 404, get('//api/v1/health')),
    input('a target with dots', 404, get('/api/v1/../../etc/passwd')),
    input('a target with backslashes', [400, 404], get('/api/v1/..\\..\\etc\\passwd')),
    input('a target with a NUL', 400, get('/api/v1/health\u0000')),
    input('a target with a control character', 400, get('/api/v1/health\u0007')),
    input('a target with a raw é', [400, 404], () => Buffer.from(get('/api/v1/configs/caf\u00e9'), 'utf8')),
    input('a fragment', [400, 404], get('/api/v1/health#x')),
    input('a target of 15,000 characters', 404, get(`/api/v1/configs/${'x'.repeat(14_000)}`)),
    input('a target beyond the limit', [414, 431], get(`/api/v1/configs/${'x'.repeat(17_000)}`)),
    input('a query beyond the limit', [414, 431], get(`/api/v1/configs?x=${'x'.repeat(17_000)}`)),
    input('headers just below the limit', 200, get('/api/v1/configs', `x: ${'x'.repeat(14_000)}`)),
    input('headers beyond the limit', 431, get('/api/v1/configs', `x: ${'x'.repeat(17_000)}`)),
    input(
      'a thousand headers',
      200,
      get('/api/v1/configs', ...Array.from({ length: 900 }, (_, index) => `x${index}: 1`)),
    ),
    input(
      'ten thousand headers',
      [400, 431],
      get('/api/v1/configs', ...Array.from({ length: 10_000 }, (_, index) => `x${index}: 1`)),
    ),
    input('a header without a name', 400, get('/api/v1/configs', ': x')),
    input('a header without a colon', 400, get('/api/v1/configs', 'x')),
    input('a space before the colon', 400, get('/api/v1/configs', 'x : y')),
    input('a folded header', 400, get('/api/v1/configs', 'x: a\r\n b')),
    input('a NUL in a header', 400, get('/api/v1/configs', 'x: a\u0000b')),
    input('a bare CR in a header', 400, get('/api/v1/configs', 'x: a\rset-cookie: a=b')),
    input('a bare LF between headers', [200, 400], get('/api/v1/configs', 'x: a\ny: b')),
    input('a line end in a value that is echoed', [400, 404], get('/api/v1/configs/x%0d%0aset-cookie:a=b')),
    input('two lengths', 400, `${post('content-length: 1', 'content-length: 2')}${CRLF}${CRLF}ab`),
    input('one length written twice', 400, `${post('content-length: 1, 1')}${CRLF}${CRLF}a`),
    input('a negative length', 400, `${post('content-length: -1')}${CRLF}${CRLF}`),
    input('a length with a sign', 400, `${post('content-length: +2')}${CRLF}${CRLF}{}`),
    input('a length in hexadecimal', 400, `${post('content-length: 0x2')}${CRLF}${CRLF}{}`),
    input('a length beyond all numbers', [400, 413], `${post('content-length: 99999999999999999999')}${CRLF}${CRLF}`),
    input('a length above the limit', 413, `${post('content-length: 65537')}${CRLF}${CRLF}`),
    input('a length of two gigabytes', 413, `${post('content-length: 2147483648')}${CRLF}${CRLF}`),
    input(
      'a length and chunks',
      400,
      `${post('content-length: 5', 'transfer-encoding: chunked')}${CRLF}${CRLF}0${CRLF}${CRLF}`,
    ),
    input('chunks and another coding', 400, `${post('transfer-encoding: chunked, gzip')}${CRLF}${CRLF}0${CRLF}${CRLF}`),
    input('another coding alone', [400, 501], `${post('transfer-encoding: gzip')}${CRLF}${CRLF}xx`),
    input(
      'chunks by a name that nearly is one',
      400,
      `${post('transfer-encoding: xchunked')}${CRLF}${CRLF}0${CRLF}${CRLF}`,
    ),
    input(
      'a chunk of no size',
      400,
      `${post('transfer-encoding: chunked')}${CRLF}${CRLF}xyz${CRLF}{}${CRLF}0${CRLF}${CRLF}`,
    ),
    input(
      'a chunk of negative size',
      400,
      `${post('transfer-encoding: chunked')}${CRLF}${CRLF}-1${CRLF}{}${CRLF}0${CRLF}${CRLF}`,
    ),
    input(
      'a chunk larger than it says',
      400,
      `${post('transfer-encoding: chunked')}${CRLF}${CRLF}1${CRLF}{}${CRLF}0${CRLF}${CRLF}`,
    ),
    input(
      'a chunk of a size beyond all numbers',
      400,
      `${post('transfer-encoding: chunked')}${CRLF}${CRLF}ffffffffffffffffff${CRLF}`,
    ),
    input(
      'a chunk with an extension of 20,000 characters',
      [400, 413],
      `${post('transfer-encoding: chunked')}${CRLF}${CRLF}1;${'x'.repeat(20_000)}${CRLF}`,
    ),
    input(
      'chunks that together pass the limit',
      413,
      () => `${post('transfer-encoding: chunked')}${CRLF}${CRLF}${`4000${CRLF}${' '.repeat(0x4000)}${CRLF}`.repeat(5)}`,
    ),
    input(
      'trailers beyond the limit',
      [400, 431],
      `${post('transfer-encoding: chunked')}${CRLF}${CRLF}0${CRLF}x: ${'x'.repeat(20_000)}${CRLF}${CRLF}`,
    ),
    input(
      'a body that is another request',
      400,
      `${post(`content-length: ${create.length}`)}${CRLF}${CRLF}${'G'.repeat(create.length)}`,
    ),
    input('an expectation of nobody', 417, `${post('content-length: 2', 'expect: 200-ok')}${CRLF}${CRLF}{}`),
    input('an upgrade', [400, 200, 404], get('/api/v1/health', 'upgrade: websocket', 'sec-websocket-key: x')),
    input(
      `a body with GET of ${THERE.config}`,
      [200, 400, 415],
      `${lines(`GET /api/v1/configs/${THERE.config} HTTP/1.1`, 'host: x', 'connection: close', auth, 'content-length: 5').slice(0, -2)}${CRLF}hello`,
    ),
  ];
}

/** Status of each answer on a connection, in order. */
export const statusesIn = (answer: string): number[] =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

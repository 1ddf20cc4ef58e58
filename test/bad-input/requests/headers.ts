import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Honest, Hostile, Request, Topic } from '../hostile.ts';
import { THERE, type Victim } from '../victim.ts';

const TAGS = `/api/v1/configs/${THERE.config}/versions/${THERE.version}/tags`;
const setTags: Request = { method: 'PUT', target: TAGS, body: () => '{"tags":["stable"]}' };
const create: Request = { method: 'POST', target: '/api/v1/configs', body: () => '{"name":"headers.production"}' };
const publish: Request = {
  method: 'POST',
  target: `/api/v1/configs/${THERE.config}/versions?version=6.0.0`,
  body: () => '{"a":1}',
};

const NO_TAGS = [
  '',
  '1',
  "'1'",
  '"1',
  '1"',
  '"1", "2"',
  '"1" "2"',
  'W/',
  'w/"1"',
  'W/ "1"',
  '"a"b"',
  '"\u00e9"',
  '"\t"',
  '""1""',
  '*, "1"',
  `"${'1'.repeat(300)}`,
  '[1]',
  'null',
  '"1";a=b',
];
const OTHER_TAGS = [
  '"0"',
  '"999"',
  '"01x"',
  'W/"1"',
  '"abc"',
  '""',
  '"9007199254740993"',
  '"99999999999999999999"',
  '"-1"',
  '"1.0"',
  '"0x1"',
  '"__proto__"',
];

const NO_KEYS = ['', ' ', 'a b', 'a\tb', '\u00e9', 'x'.repeat(129), 'x'.repeat(4000), '"a b"', 'a, b'];
const MEDIA_TYPES = [
  'text/plain',
  'text/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json2',
  'application/jsonp',
  'json',
  '*/*',
  'application/*',
  'application/json/x',
  '/',
  ';',
  ', application/json',
  'application/json, text/plain',
  'application/problem+json',
  'application/vnd.api+json',
  'application/json\u00a0',
  'application /json',
  'x'.repeat(2000),
];
const CODINGS = [
  'gzip',
  'GZIP',
  'x-gzip',
  'deflate',
  'br',
  'zstd',
  'compress',
  'gzip, gzip',
  'identity, gzip',
  'x'.repeat(500),
  'aws-chunked',
  'none',
];

const bomb = () => Buffer.from(`[${'0,'.repeat(500_000)}0]`);
const headersOf = (name: string, value: string | readonly string[]) => ({ headers: { [name]: value } });
const shown = (value: string): string => JSON.stringify(value).slice(0, 40);

/** Headers that steer what a request means, broken in every way that reaches a server. */
export function headers({ node }: Victim): Topic {
  const hostile: Hostile[] = [
    ...NO_TAGS.filter((tag) => tag !== '').map((tag) => ({
      ...setTags,
      name: `If-Match ${shown(tag)}`,
      ...headersOf('if-match', tag),
      status: 400,
      code: 'invalid_request',
      place: { in: 'header', keys: ['if-match'] } as const,
    })),
    ...OTHER_TAGS.map((tag) => ({
      ...setTags,
      name: `If-Match ${shown(tag)}`,
      ...headersOf('if-match', tag),
      status: 412,
      code: 'precondition_failed',
    })),
    {
      ...setTags,
      name: 'If-Match twice',
      ...headersOf('if-match', ['"1"', '"2"']),
      status: 400,
      code: 'invalid_request',
      place: { in: 'header', keys: ['if-match'] },
    },
    ...NO_KEYS.map((key) => ({
      ...create,
      name: `Idempotency-Key ${shown(key)}`,
      ...headersOf('idempotency-key', key),
      status: 400,
      code: 'invalid_request',
      place: { in: 'header', keys: ['idempotency-key'] } as const,
    })),
    {
      ...create,
      name: 'Idempotency-Key twice',
      ...headersOf('idempotency-key', ['a', 'b']),
      status: 400,
      code: 'invalid_request',
      place: { in: 'header', keys: ['idempotency-key'] },
    },
    ...[create, publish, setTags].flatMap((request) =>
      MEDIA_TYPES.map((type) => ({
        ...request,
        name: `${request.method} ${request.target.slice(8, 20)} Content-Type ${shown(type)}`,
        ...headersOf('content-type', type),
        status: 415,
        code: 'unsupported_media_type',
      })),
    ),
    ...[create, publish, setTags].flatMap((request) =>
      CODINGS.map((coding) => ({
        ...request,
        name: `${request.method} ${request.target.slice(8, 20)} Content-Encoding ${shown(coding)}`,
        headers: { 'content-type': 'application/json', 'content-encoding': coding },
        status: 415,
        code: 'unsupported_media_type',
      })),
    ),
    {
      ...publish,
      name: 'a gzip bomb',
      body: () => gzipSync(bomb()),
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      status: 415,
      code: 'unsupported_media_type',
    },
    {
      ...publish,
      name: 'a zstd bomb',
      body: () => zstdCompressSync(bomb()),
      headers: { 'content-type': 'application/json', 'content-encoding': 'zstd' },
      status: 415,
      code: 'unsupported_media_type',
    },
    { ...publish, name: 'gzip that does not say so', body: () => gzipSync(bomb()), status: 400, code: 'json_invalid' },
    {
      method: 'POST',
      target: `/api/v1/nodes/${node.id}/check-in`,
      as: 'node',
      name: 'a compressed check-in',
      body: () => gzipSync(Buffer.from('{}')),
      headers: { 'content-encoding': 'gzip' },
      status: 415,
      code: 'unsupported_media_type',
    },
  ];
  const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const traces = [
    trace,
    '',
    'x',
    '00',
    trace.toUpperCase(),
    trace.replace('a', 'g'),
    `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`,
    `00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`,
    `ff${trace.slice(2)}`,
    `${trace}-${'x'.repeat(5000)}`,
    `${trace}\u00e9`,
    'x'.repeat(9000),
    `01${trace.slice(2)}-more`,
  ];
  const honest: Honest[] = [
    ...traces.map(
      (value): Honest => ({
        name: `traceparent ${shown(value)}`,
        method: 'GET',
        target: '/api/v1/configs',
        ...headersOf('traceparent', value),
        status: 200,
      }),
    ),
    ...['*', ' "1" ', '"1"']
      .slice(0, 1)
      .map((tag): Honest => ({ ...setTags, name: `If-Match ${tag}`, ...headersOf('if-match', tag), status: 200 })),
    ...[
      'application/json',
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/json;charset=utf-16;q="a;b"',
      ' application/json ',
    ].map((type): Honest => ({ ...setTags, name: type, ...headersOf('content-type', type), status: 200 })),
    {
      ...setTags,
      name: 'identity',
      headers: { 'content-type': 'application/json', 'content-encoding': 'identity' },
      status: 200,
    },
    {
      ...create,
      name: 'the longest key',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'x'.repeat(128) },
      status: 201,
    },
    {
      method: 'GET',
      target: '/api/v1/configs',
      name: 'If-None-Match of no sense',
      ...headersOf('if-none-match', `,,,"a,${'"x",'.repeat(1000)}W/`),
      status: 200,
    },
    {
      method: 'GET',
      target: '/api/v1/configs',
      name: 'headers that name a prototype',
      headers: { __proto__: 'x', constructor: 'y' } as never,
      status: 200,
    },
  ];
  return { name: 'headers', hostile, honest };
}

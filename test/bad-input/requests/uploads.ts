import { createHash } from 'node:crypto';
import { CONTENT_LIMITS } from '../../../schemas/content-limits.ts';
import { type Honest, type Hostile, send, type Topic } from '../hostile.ts';
import { THERE, type Victim } from '../victim.ts';

const BYTES = Buffer.from('\u0000\u0001 not for reading \uffff'.repeat(50));
const sha256 = createHash('sha256').update(BYTES).digest('hex');
const upload = { sha256, sizeBytes: BYTES.length };
const path = `/api/v1/configs/${THERE.config}`;

/** The URL of an upload session, and every way to bend it, its bytes and what is said of them afterwards. */
export async function uploads(victim: Victim): Promise<Topic> {
  const opened = await send(victim, { method: 'POST', target: `${path}/uploads`, body: () => JSON.stringify(upload) });
  const url = new URL((JSON.parse(opened.text) as { url: string }).url);
  const target = `${url.pathname}${url.search}`;
  const bent = (change: (query: URLSearchParams) => void, at = url.pathname): string => {
    const query = new URLSearchParams(url.search);
    change(query);
    return `${at}?${query}`;
  };
  const put = (name: string, to: string, body: Buffer = BYTES): Hostile => ({
    name,
    method: 'PUT',
    target: to,
    as: 'nobody',
    headers: { 'content-type': 'application/octet-stream' },
    body: () => body,
    status: 403,
    code: 'blob_url_invalid',
  });
  const wrongBytes = (name: string, body: Buffer): Hostile => ({
    ...put(name, target, body),
    status: 422,
    code: 'upload_mismatch',
  });
  const publish = (name: string, request: object, status: number, code: string): Hostile => ({
    name,
    method: 'POST',
    target: `${path}/versions`,
    body: () => JSON.stringify({ version: '7.0.0', ...request }),
    status,
    code,
  });
  const mac = url.searchParams.get('mac') ?? '';
  const [, , namespace = '', digest = ''] = url.pathname.split('/');
  const hostile: Hostile[] = [
    publish('content that was never uploaded', { upload, mediaType: 'application/wasm' }, 409, 'upload_incomplete'),
    publish(
      'content of another length',
      { upload: { ...upload, sizeBytes: 1 }, mediaType: 'application/wasm' },
      409,
      'upload_incomplete',
    ),
    ...[
      'application/json',
      'text/json',
      'application/yaml',
      'text/yaml',
      'application/x-yaml',
      'application/problem+json',
      'application/ld+yaml',
    ].map((mediaType) => publish(`${mediaType} past the reader`, { upload, mediaType }, 415, 'unsupported_media_type')),
    wrongBytes('no bytes', Buffer.alloc(0)),
    wrongBytes('one byte less', BYTES.subarray(1)),
    wrongBytes('one byte more', Buffer.concat([BYTES, BYTES.subarray(0, 1)])),
    wrongBytes('other bytes', Buffer.alloc(BYTES.length)),
    wrongBytes('a megabyte more', Buffer.concat([BYTES, Buffer.alloc(1024 * 1024)])),
    put('another namespace', target.replace(namespace, 'release')),
    put('another digest', target.replace(digest, 'b'.repeat(64))),
    put('no query', url.pathname),
    put(
      'no MAC',
      bent((query) => query.delete('mac')),
    ),
    put(
      'an empty MAC',
      bent((query) => query.set('mac', '')),
    ),
    put(
      'half the MAC',
      bent((query) => query.set('mac', mac.slice(0, 20))),
    ),
    put(
      'the MAC and more',
      bent((query) => query.set('mac', `${mac}A`)),
    ),
    put(
      'another MAC',
      bent((query) => query.set('mac', [...mac].reverse().join(''))),
    ),
    put(
      'a MAC of a megabyte',
      bent((query) => query.set('mac', 'A'.repeat(10_000))),
    ),
    put('another MAC before the true one', `${url.pathname}?mac=AAAA&${url.searchParams}`),
    ...['0', '-1', '1e99', 'NaN', 'Infinity', '', '9007199254740993', '4102444800'].map((expires) =>
      put(
        `expires=${expires}`,
        bent((query) => query.set('expires', expires)),
      ),
    ),
    ...['0', '1', '-1', '1e6', 'NaN', '', String(CONTENT_LIMITS.opaqueBytes)].map((size) =>
      put(
        `size=${size}`,
        bent((query) => query.set('size', size)),
      ),
    ),
    put(
      'no size',
      bent((query) => query.delete('size')),
    ),
    ...[
      '/blobs/',
      '/blobs/../plumbline.sqlite',
      '/blobs/%2e%2e/plumbline.sqlite',
      '/blobs/..%2fplumbline.sqlite',
      '/blobs/release/..',
      `/blobs/../${digest}`,
      `/blobs/.incoming/${digest}`,
      `/blobs/${namespace}/../../keys/x`,
      `/blobs//${digest}`,
      `/blobs/${namespace}/${digest}/`,
      `/blobs/${namespace}/${digest}%00`,
      `/blobs/${namespace.toUpperCase()}/${digest}`,
      `/blobs/${namespace}/${digest.toUpperCase()}`,
      `/blobs/${'x'.repeat(10_000)}/${digest}`,
    ].map((at) =>
      put(
        `at ${at.slice(0, 60)}`,
        bent(() => undefined, at),
      ),
    ),
    ...['GET', 'DELETE', 'POST', 'PATCH', 'OPTIONS'].map(
      (method): Hostile => ({ ...put(method, target), method, body: undefined }),
    ),
  ];
  const honest: Honest[] = [
    {
      name: 'the bytes',
      method: 'PUT',
      target,
      as: 'nobody',
      body: () => BYTES,
      headers: { 'content-type': 'application/octet-stream' },
      status: 200,
    },
    {
      name: 'their version',
      method: 'POST',
      target: `${path}/versions`,
      body: () => JSON.stringify({ version: '7.0.0', upload, mediaType: 'application/wasm' }),
      status: 201,
    },
  ];
  return { name: 'uploads', hostile, honest };
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { fakeApi, type Replies } from '../support/fake-api.ts';
import { tempFolder } from '../support/temp-folder.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function against(replies: Replies, words: readonly string[]) {
  const api = await fakeApi((asked, nth) => replies(asked, nth));
  const ran = await cli(words, { env: { PLUMB_URL: api.url } });
  await api.close();
  return { ...ran, asked: api.asked };
}

describe('plumb release get', () => {
  const CONTENT = '{"a":1}';
  const envelope = (payload: string) => ({ payloadType: 't', payload, signatures: [{ sig: 's' }] });
  const release = (over: object = {}) => ({
    which: 'stable',
    release: { generation: 3 },
    envelope: envelope('release'),
    blobs: [{ config: 'a.production', version: '1.0.0', sha256: sha256(CONTENT), sizeBytes: CONTENT.length, ...over }],
  });
  const serving =
    (over: object = {}): Replies =>
    ({ url }) => {
      if (url === '/api/v1/clusters/c/release') return { body: release(over) };
      if (url === '/api/v1/clusters/c/directive') return { body: { envelope: envelope('directive') } };
      return url === '/api/v1/configs/a.production/versions/1.0.0/content' ? { body: CONTENT } : undefined;
    };

  it('writes release.dsse.json, directive.dsse.json and blobs/<sha256>', async () => {
    const out = join(tempFolder(), 'made');
    const { exitCode, stdout } = await against(serving(), ['release', 'get', 'c', '--out', out]);
    expect({ exitCode, stdout }).toStrictEqual({
      exitCode: 0,
      stdout: `Wrote release #3 of c with 1 content to ${out}\n`,
    });
    expect(readdirSync(out).toSorted()).toStrictEqual(['blobs', 'directive.dsse.json', 'release.dsse.json']);
    expect(readdirSync(join(out, 'blobs'))).toStrictEqual([sha256(CONTENT)]);
    expect(readFileSync(join(out, 'blobs', sha256(CONTENT)), 'utf8')).toBe(CONTENT);
    expect(JSON.parse(readFileSync(join(out, 'release.dsse.json'), 'utf8'))).toStrictEqual(envelope('release'));
    expect(JSON.parse(readFileSync(join(out, 'directive.dsse.json'), 'utf8'))).toStrictEqual(envelope('directive'));
  });

  it.each([
    { name: 'another digest', over: { sha256: sha256('else') } },
    { name: 'another length', over: { sizeBytes: 1 } },
    { name: 'a digest that is a path', over: { sha256: '../../../etc/passwd' } },
  ])('refuses content of $name', async ({ over }) => {
    const out = tempFolder();
    expect((await against(serving(over), ['release', 'get', 'c', '--out', out])).exitCode).toBe(4);
    expect(existsSync(join(out, 'release.dsse.json'))).toBe(false);
  });
});

describe('plumb version publish --upload', () => {
  it.each([
    { status: 412, means: 'the bytes are there already', exitCode: 0, published: true },
    { status: 403, means: 'these are not the bytes', exitCode: 1, published: false },
  ])('goes on exactly when the store says $status: $means', async ({ status, exitCode, published }) => {
    const path = join(tempFolder(), 'policy.bin');
    writeFileSync(path, 'opaque');
    const words = ['version', 'publish', 'a.production', '1.0.0', '--upload', path, '--media-type', 'application/x'];
    const ran = await against(
      ({ url, headers }) => {
        if (url === '/blob') return { status, body: {} };
        const target = { url: `http://${headers.host}/blob`, method: 'PUT', headers: {} };
        return { status: 201, body: url.endsWith('/uploads') ? target : {} };
      },
      [...words, '--json'],
    );
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.asked.some(({ url }) => url?.endsWith('/versions'))).toBe(published);
  });

  it('opens a session for exactly these bytes, sends them to its URL, and publishes them', async () => {
    const path = join(tempFolder(), 'policy.bin');
    writeFileSync(path, 'opaque');
    const upload = { sha256: sha256('opaque'), sizeBytes: 6 };
    const words = [
      'version',
      'publish',
      'a.production',
      '1.0.0',
      '--upload',
      path,
      '--media-type',
      'application/x',
      '--json',
    ];
    const { exitCode, asked } = await against(({ url, headers }) => {
      if (url === '/blob') return {};
      const target = { url: `http://${headers.host}/blob`, method: 'PUT', headers: { 'x-sum': 'y' } };
      return { status: 201, body: url.endsWith('/uploads') ? { upload, ...target } : {} };
    }, words);
    expect(exitCode).toBe(0);
    expect(asked.map(({ method, url, body }) => ({ method, url, body }))).toStrictEqual([
      { method: 'POST', url: '/api/v1/configs/a.production/uploads', body: JSON.stringify(upload) },
      { method: 'PUT', url: '/blob', body: 'opaque' },
      {
        method: 'POST',
        url: '/api/v1/configs/a.production/versions',
        body: JSON.stringify({ version: '1.0.0', upload, mediaType: 'application/x' }),
      },
    ]);
    expect(asked[1]?.headers).toMatchObject({ 'x-sum': 'y' });
    expect(asked[1]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    { words: ['--file', 'a', '--from', 'b@1.0.0'], because: 'say one of --file, --upload and --from' },
    { words: ['--upload', 'a'], because: '--upload and --media-type go together' },
    { words: ['--file', '/nowhere/at/all'], because: 'cannot read /nowhere/at/all: ENOENT' },
  ])('$words is refused: $because', async ({ words, because }) => {
    const { exitCode, stderr, asked } = await against(
      () => undefined,
      ['version', 'publish', 'a.production', '1.0.0', ...words],
    );
    expect({ exitCode, stderr, asked }).toStrictEqual({ exitCode: 2, stderr: `plumb: ${because}\n`, asked: [] });
  });
});

describe('plumb version content', () => {
  it('gives a pipe the bytes themselves, and a file', async () => {
    const out = join(tempFolder(), 'content');
    expect((await against(() => ({ body: 'a\u0007b' }), ['version', 'content', 'a', '1'])).stdout).toBe('a\u0007b');
    const { stdout } = await against(() => ({ body: 'a\u0007b' }), ['version', 'content', 'a', '1', '--out', out]);
    expect({ stdout, file: readFileSync(out, 'utf8') }).toStrictEqual({ stdout: '', file: 'a\u0007b' });
  });

  it('gives a terminal text made safe, and no binary', async () => {
    const onTerminal = async (body: string | Uint8Array) => {
      const api = await fakeApi(() => ({ body }));
      const ran = await cli(['version', 'content', 'a', '1'], { env: { PLUMB_URL: api.url }, tty: true });
      await api.close();
      return ran;
    };
    expect(await onTerminal('a\u0007b')).toMatchObject({ exitCode: 0, stdout: 'a\\u0007b\n' });
    expect(await onTerminal(Uint8Array.of(0xff, 0xfe))).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { revokeVersion } from '../../../usecases/config/change-version.ts';
import { diffVersions } from '../../../usecases/config/diff-versions.ts';
import { eraseContent } from '../../../usecases/config/erase-content.ts';
import { getContent, getVersion, listVersions } from '../../../usecases/config/get-version.ts';
import type { World } from '../../../usecases/ports.ts';
import { callAs } from '../../support/call.ts';
import { code, config, good, publish, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const NAME = 'fees.production';
const SECRET = { password: 'of a person' };
const DIGEST = sha256Hex(JSON.stringify(SECRET));
const BODY = { justification: 'holds the password of a person' };
const AT = '2026-11-22T09:30:00.000Z';
/** When the same content may be published again, and the last moment before. */
const OVER = '2026-11-22T09:45:00.000Z';
const LAST = '2026-11-22T09:44:59.999Z';

type Options = Parameters<typeof callAs>[1];
const of = (version: string, name = NAME) => ({ params: { name, version }, query: {}, body: undefined });
const erase = (world: World, version = '1.0.0', options: Options = {}) =>
  eraseContent(world, { ...of(version), body: BODY }, callAs('Admin', { subject: 'root', at: AT, ...options }));
const revoke = async (world: World, version: string, name = NAME) =>
  good(await revokeVersion(world, { ...of(version, name), body: { justification: 'a secret' } }, callAs('Operator')));
const typesOf = async (world: World, stream: string) =>
  (await world.streams.events(`local/${stream}`, { after: 0, limit: 50 })).map(({ type }) => type);

/** 1.0.0 with the secret, revoked; its digest. */
async function revoked(more: readonly string[] = []) {
  const memory = memoryWorld();
  const { world } = memory;
  good(await config(world, NAME));
  const { digest } = good(await version(world, NAME, '1.0.0', SECRET));
  for (const each of more) good(await version(world, NAME, each, SECRET));
  await revoke(world, '1.0.0');
  const bytes = (namespace = NAME) => world.blobs.get(namespace, digest);
  return { ...memory, digest, bytes };
}

describe('erasing content', () => {
  it('takes the bytes, says who did it and why, and keeps everything else', async () => {
    const { world, digest, bytes } = await revoked();
    const before = good(await getVersion(world, of('1.0.0')));
    const after = good(await erase(world));
    const erased = { by: 'root', at: AT, ...BODY };
    expect(after).toStrictEqual({ ...before, erased, revision: before.revision + 1 });
    expect(good(await getVersion(world, of('1.0.0')))).toStrictEqual(after);
    expect(await bytes()).toBeUndefined();
    const [event] = await world.streams.events(`local/version/${NAME}@1.0.0`, { after: before.revision, limit: 2 });
    expect(event).toMatchObject({ type: 'ContentErased', actor: 'root', payload: { by: 'root', digest, ...BODY } });
    const { items } = good(await listVersions(world, { ...of(''), query: { limit: 1 } }));
    expect(items).toStrictEqual([after]);
  });

  it('leaves answers that say so', async () => {
    const { world } = await revoked();
    good(await version(world, NAME, '1.1.0', { password: '' }));
    good(await erase(world));
    const gone = { code: 'content_erased', details: { config: NAME, version: '1.0.0', erasedAt: AT } };
    expect(await getContent(world, of('1.0.0'))).toMatchObject(gone);
    for (const [v1, v2] of [
      ['1.0.0', '1.1.0'],
      ['1.1.0', '1.0.0'],
    ] as const)
      expect(await diffVersions(world, { params: { name: NAME, v1, v2 }, query: {}, body: {} })).toMatchObject(gone);
    expect(code(await publish(world, 'fees.staging', { version: '1.0.0', from: `${NAME}@1.0.0` }))).not.toBe('done');
    expect(code(await getContent(world, of('1.1.0')))).toBe('done');
  });

  it('leaves a URL given out before that finds nothing', async () => {
    const { world, digest, serveBlob } = await revoked();
    const { pathname, searchParams } = new URL(await world.blobs.url(NAME, digest, 300));
    const ask = () => serveBlob({ method: 'GET', path: pathname, query: searchParams, body: none() });
    expect(await ask()).toMatchObject({ status: 200 });
    good(await erase(world));
    expect(await ask()).toMatchObject({ status: 404 });
  });

  it('is for what is revoked', async () => {
    const { world, digest } = memoryWithout();
    good(await config(world, NAME));
    expect(code(await erase(world))).toBe('version_unknown');
    good(await version(world, NAME, '1.0.0', SECRET));
    expect(await erase(world)).toMatchObject({ code: 'version_not_revoked', details: { version: '1.0.0' } });
    expect(await world.blobs.get(NAME, digest)).not.toBeUndefined();
  });

  it('waits for every version with the same content, and then takes it from all of them', async () => {
    const { world, digest, bytes } = await revoked(['1.1.0', '2.0.0']);
    good(await version(world, NAME, '3.0.0', { other: true }));
    await revoke(world, '2.0.0');
    expect(await erase(world)).toMatchObject({ code: 'content_in_use', details: { digest, versions: ['1.1.0'] } });
    expect(await bytes()).not.toBeUndefined();
    expect(await typesOf(world, `config/${NAME}`)).not.toContain('ErasureBegun');
    await revoke(world, '1.1.0');
    good(await erase(world, '1.1.0'));
    expect(await bytes()).toBeUndefined();
    for (const each of ['1.0.0', '1.1.0', '2.0.0'])
      expect(good(await getVersion(world, of(each))).erased).toStrictEqual({ by: 'root', at: AT, ...BODY });
    expect(good(await getVersion(world, of('3.0.0'))).erased).toBeUndefined();
  });

  it('leaves another config its own copy', async () => {
    const { world, bytes } = memoryWithout();
    for (const name of ['fees.staging', NAME]) good(await config(world, name));
    good(await version(world, 'fees.staging', '1.0.0', SECRET));
    good(await publish(world, NAME, { version: '1.0.0', from: 'fees.staging@1.0.0' }));
    await revoke(world, '1.0.0');
    good(await erase(world));
    expect([await bytes(NAME), await bytes('fees.staging')].map((each) => each !== undefined)).toStrictEqual([
      false,
      true,
    ]);
    expect(code(await getContent(world, of('1.0.0', 'fees.staging')))).toBe('done');
  });

  it('minds the revision that was read', async () => {
    const { world } = await revoked();
    const { revision } = good(await getVersion(world, of('1.0.0')));
    expect(code(await erase(world, '1.0.0', { ifMatch: revision - 1 }))).toBe('precondition_failed');
    expect(code(await erase(world, '1.0.0', { ifMatch: revision }))).toBe('done');
  });

  it('changes nothing when it is asked again', async () => {
    const { world } = await revoked();
    const first = good(await erase(world));
    const before = await typesOf(world, `config/${NAME}`);
    expect(good(await erase(world, '1.0.0', { subject: 'grace' }))).toStrictEqual(first);
    expect(await typesOf(world, `config/${NAME}`)).toStrictEqual(before);
  });
});

describe('the same content afterwards', () => {
  it('is published again, but not while it is on its way out', async () => {
    const { world, digest, bytes } = await revoked();
    good(await erase(world));
    const again = (at: string) => version(world, NAME, '1.1.0', SECRET, {}, { at });
    expect(await again(LAST)).toMatchObject({ code: 'content_erasing', details: { digest, until: OVER } });
    expect(await bytes()).toBeUndefined();
    good(await version(world, NAME, '1.0.1', { other: true }, {}, { at: LAST }));
    good(await again(OVER));
    expect(await bytes()).not.toBeUndefined();
    expect(code(await getContent(world, of('1.1.0')))).toBe('done');
    expect(code(await getContent(world, of('1.0.0')))).toBe('content_erased');
  });

  it('belongs to the new version: the old command takes it from nobody', async () => {
    const { world, bytes } = await revoked();
    const first = good(await erase(world, '1.0.0', { key: 'once' }));
    good(await version(world, NAME, '1.1.0', SECRET, {}, { at: OVER }));
    expect(good(await erase(world, '1.0.0', { key: 'once', at: OVER }))).toStrictEqual(first);
    expect(good(await erase(world, '1.0.0', { at: OVER }))).toStrictEqual(first);
    expect(await bytes()).not.toBeUndefined();
    await revoke(world, '1.1.0');
    good(await erase(world, '1.1.0', { at: OVER }));
    expect(await bytes()).toBeUndefined();
  });

  it('that only lies there, put by an upload begun before, goes when the command is given again', async () => {
    const { world, bytes } = await revoked();
    good(await erase(world));
    await world.blobs.put(NAME, new TextEncoder().encode(JSON.stringify(SECRET)));
    good(await erase(world, '1.0.0', { at: OVER }));
    expect(await bytes()).toBeUndefined();
    expect(code(await version(world, NAME, '1.1.0', SECRET, {}, { at: OVER }))).toBe('content_erasing');
  });

  it('is not lost to a publication that has begun before: that one is refused', async () => {
    const { world, bytes } = await revoked();
    let erased = false;
    const put: World['blobs']['put'] = async (namespace, content) => {
      const stored = await world.blobs.put(namespace, content);
      if (!erased) {
        erased = true;
        good(await erase(world));
      }
      return stored;
    };
    const racing: World = { ...world, blobs: { ...wrapped(world.blobs), put } };
    expect(code(await version(racing, NAME, '1.1.0', SECRET, {}, { at: AT }))).toBe('content_erasing');
    expect(await typesOf(world, `version/${NAME}@1.1.0`)).toStrictEqual([]);
    expect(await bytes()).toBeUndefined();
  });
});

describe('when a write fails', () => {
  it.each([
    { name: 'the events are not stored', port: 'streams', stored: false, says: false, left: true },
    { name: 'the events are stored, the reply lost', port: 'streams', stored: true, says: true, left: true },
    { name: 'the bytes are not erased', port: 'blobs', stored: false, says: true, left: true },
    { name: 'the bytes are erased, the reply lost', port: 'blobs', stored: true, says: true, left: false },
  ] as const)('$name: asked again, it ends what it began', async ({ port, stored, says, left }) => {
    for (const { key, at } of [
      { key: 'once', at: AT },
      { key: 'once', at: OVER },
      { key: 'anew', at: AT },
      { key: 'anew', at: OVER },
    ]) {
      const { world, failOnce, bytes } = await revoked();
      if (port === 'streams') failOnce('streams', 'append', { stored });
      else failOnce('blobs', 'erase', { stored });
      await expect(erase(world, '1.0.0', { key: 'once' })).rejects.toThrow('failed');
      expect(code(await getContent(world, of('1.0.0')))).toBe(says ? 'content_erased' : 'done');
      expect((await bytes()) !== undefined).toBe(left);
      const answer = good(await erase(world, '1.0.0', { key, at }));
      expect(good(await erase(world, '1.0.0', { key, at }))).toStrictEqual(answer);
      expect(await bytes()).toBeUndefined();
      const types = await typesOf(world, `version/${NAME}@1.0.0`);
      expect(types.filter((type) => type === 'ContentErased')).toStrictEqual(['ContentErased']);
      expect(good(await getVersion(world, of('1.0.0')))).toStrictEqual(answer);
    }
  });

  it('the erasure that begins again is not stored either, and asked again it is', async () => {
    const { world, failOnce, bytes } = await revoked();
    failOnce('blobs', 'erase', { stored: false });
    await expect(erase(world)).rejects.toThrow('blobs.erase failed');
    for (const stored of [false, true]) {
      failOnce('streams', 'append', { stored });
      await expect(erase(world, '1.0.0', { at: OVER })).rejects.toThrow('streams.append failed');
      expect(await bytes()).not.toBeUndefined();
    }
    good(await erase(world, '1.0.0', { at: OVER }));
    expect(await bytes()).toBeUndefined();
    expect(await typesOf(world, `config/${NAME}`)).toStrictEqual([
      'ConfigCreated',
      'VersionAdded',
      'ErasureBegun',
      'ErasureBegun',
    ]);
  });
});

function memoryWithout() {
  const { world } = memoryWorld();
  return { world, digest: DIGEST, bytes: (namespace: string) => world.blobs.get(namespace, DIGEST) };
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** Methods of a port that is a proxy. */
const wrapped = (blobs: World['blobs']): World['blobs'] => ({
  put: (...args) => blobs.put(...args),
  get: (...args) => blobs.get(...args),
  copy: (...args) => blobs.copy(...args),
  url: (...args) => blobs.url(...args),
  openUpload: (...args) => blobs.openUpload(...args),
  finishUpload: (...args) => blobs.finishUpload(...args),
  erase: (...args) => blobs.erase(...args),
});

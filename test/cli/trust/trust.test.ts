import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyRoot } from '../../../core/trust/verify-root.ts';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import { openTrust } from '../../../server/trust/open-trust.ts';
import { cli } from '../../support/cli.ts';
import { fakeApi, problem } from '../../support/fake-api.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const trust = (...words: readonly string[]) => cli(['trust', ...words], { hands: { openTrust }, real: true });
const rootIn = (folder: string) => {
  const envelope = JSON.parse(readFileSync(join(folder, 'root.json'), 'utf8')) as DsseEnvelope;
  const { controlPlane } = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as { controlPlane: string };
  const read = verifyRoot(envelope, { controlPlane });
  if (!read.ok) throw new Error(read.code);
  return { envelope, ...read };
};

describe('plumb trust init --data', () => {
  it('makes the folder, a root key for its owner alone, and root 1; once', async () => {
    const data = join(tempFolder(), 'data');
    const first = await trust('init', '--data', data, '--json');
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toContain(`The root key is ${join(data, 'root-key.pem')}: move it to a safe place`);
    const { root, digest } = rootIn(data);
    expect(JSON.parse(first.stdout)).toStrictEqual({ version: 1, epoch: 1, expiresAt: root.expiresAt, digest });
    if (process.platform !== 'win32') expect(statSync(join(data, 'root-key.pem')).mode & 0o777).toBe(0o600);
    expect(await trust('init', '--data', data)).toStrictEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'plumb: trust root 1 is loaded already; plumb trust rotate makes the next\n',
    });
  });

  it('puts key and root where --out says, so that the key never lies beside the data', async () => {
    const [data, out] = [tempFolder(), join(tempFolder(), 'keys')];
    expect((await trust('init', '--data', data, '--out', out)).exitCode).toBe(0);
    expect(readdirSync(out).toSorted()).toStrictEqual(['root-key.pem', 'root.json']);
    expect(existsSync(join(data, 'root-key.pem'))).toBe(false);
  });

  it('names every key, for whoever signed to check', async () => {
    const data = tempFolder();
    const { stdout } = await trust('init', '--data', data);
    const { root, release, checkpoint } = rootIn(data).root.roles;
    const ids = [root, release, checkpoint].flatMap(({ keys }) => Object.keys(keys));
    expect(ids).toHaveLength(3);
    for (const id of ids) expect(stdout).toContain(id);
  });

  it('is refused while a server holds the folder', async () => {
    const data = tempFolder();
    const held = openTrust(data);
    const { exitCode, stderr } = await trust('init', '--data', data);
    await held.close();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^plumb: .* is in use by another process\n$/);
  });

  it('does not take another key for the root key', async () => {
    const data = tempFolder();
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(data, 'root-key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    expect(await trust('init', '--data', data)).toMatchObject({
      exitCode: 2,
      stderr: `plumb: ${join(data, 'root-key.pem')} holds no P-256 private key\n`,
    });
  });
});

describe('plumb trust rotate', () => {
  const initialised = async () => {
    const data = tempFolder();
    await trust('init', '--data', data);
    return { data, key: join(data, 'root-key.pem') };
  };

  it('makes the next version; the epoch rises only when asked', async () => {
    const { data, key } = await initialised();
    expect((await trust('rotate', '--data', data, '--root-key', key, '--out', data)).exitCode).toBe(0);
    expect(rootIn(data).root).toMatchObject({ version: 2, epoch: 1 });
    await trust('rotate', '--data', data, '--root-key', key, '--epoch', '5', '--out', data);
    expect(rootIn(data).root).toMatchObject({ version: 3, epoch: 5 });
    const lower = await trust('rotate', '--data', data, '--root-key', key, '--epoch', '4');
    expect(lower).toMatchObject({ exitCode: 1, stdout: '' });
    expect(lower.stderr).toContain('trust_root_invalid');
  });

  it('hands over to a new root key, which then is the one that counts', async () => {
    const { data, key } = await initialised();
    const next = join(data, 'next.pem');
    expect((await trust('rotate', '--data', data, '--root-key', key, '--new-root-key', next)).exitCode).toBe(0);
    expect((await trust('rotate', '--data', data, '--root-key', key)).exitCode).toBe(1);
    expect((await trust('rotate', '--data', data, '--root-key', next)).exitCode).toBe(0);
  });

  it('needs a root key, and a root', async () => {
    const data = tempFolder();
    expect(await trust('rotate', '--data', data)).toMatchObject({ exitCode: 2, stderr: 'plumb: say --root-key\n' });
    expect(await trust('rotate', '--data', data, '--root-key', join(data, 'none.pem'))).toMatchObject({
      exitCode: 1,
      stderr: 'plumb: no trust root is loaded yet; plumb trust init makes the first\n',
    });
  });
});

describe('plumb trust over HTTP', () => {
  /** A control plane with keys and, perhaps, a root. */
  const served = async (envelope?: DsseEnvelope) => {
    const door = openTrust(tempFolder());
    const keys = await door.keys();
    await door.close();
    const about = { version: 1, epoch: 1, expiresAt: '2029-01-01T00:00:00.000Z', digest: 'a'.repeat(64) };
    return fakeApi(({ method, url }) => {
      if (method === 'POST') return { status: 201, body: about };
      if (url === '/api/v1/trust/keys') return { body: keys };
      return envelope ? { body: { ...about, envelope } } : problem(409, 'trust_root_missing');
    });
  };

  it('init sends what it signed', async () => {
    const [api, out] = [await served(), tempFolder()];
    const env = { PLUMB_URL: api.url, PLUMB_TOKEN: 'admin' };
    expect((await cli(['trust', 'init', '--out', out], { env })).exitCode).toBe(0);
    await api.close();
    const sent = api.asked.find(({ method }) => method === 'POST');
    expect(sent).toMatchObject({ url: '/api/v1/trust/root', headers: { authorization: 'Bearer admin' } });
    expect(JSON.parse(sent?.body ?? '')).toStrictEqual(rootIn(out).envelope);
  });

  it('get keeps root.json and one .pem for each release key, which openssl reads', async () => {
    const [data, out] = [tempFolder(), tempFolder()];
    await trust('init', '--data', data);
    const { envelope, root } = rootIn(data);
    const api = await served(envelope);
    writeFileSync(join(out, 'release-old.pem'), 'no longer counts');
    writeFileSync(join(out, 'mine.pem'), 'not ours');
    const { exitCode } = await cli(['trust', 'get', '--out', out], { env: { PLUMB_URL: api.url } });
    await api.close();
    expect(exitCode).toBe(0);
    const [[keyId = '', key] = []] = Object.entries(root.roles.release.keys);
    const name = `release-${keyId.replace('SHA256:', '').replaceAll('+', '-').replaceAll('/', '_')}.pem`;
    expect(readdirSync(out).toSorted()).toStrictEqual(['mine.pem', name, 'root.json'].toSorted());
    expect(readFileSync(join(out, name), 'utf8')).toBe(key?.publicKey);
    expect(createPublicKey(readFileSync(join(out, name))).asymmetricKeyDetails).toStrictEqual({
      namedCurve: 'prime256v1',
    });
    expect(execFileSync('openssl', ['pkey', '-pubin', '-in', join(out, name), '-noout', '-text']).toString()).toContain(
      'P-256',
    );
    expect(rootIn(out).envelope).toStrictEqual(envelope);
  });

  it('get keeps nothing of a root that its own keys did not sign', async () => {
    const [data, out] = [tempFolder(), tempFolder()];
    await trust('init', '--data', data);
    const { envelope } = rootIn(data);
    const [signature] = envelope.signatures;
    const api = await served({ ...envelope, signatures: [{ ...signature, sig: Buffer.alloc(70).toString('base64') }] });
    const { exitCode } = await cli(['trust', 'get', '--out', out], { env: { PLUMB_URL: api.url } });
    await api.close();
    expect({ exitCode, kept: readdirSync(out) }).toStrictEqual({ exitCode: 4, kept: [] });
  });
});

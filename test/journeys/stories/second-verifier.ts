import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import { cli } from '../../support/cli.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';
import { keyId, openRoot, verifyRelease } from '../../support/second-verifier.ts';

export function secondVerifier(journey: Journey): void {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-verifier-'));
  const read = (path: string): DsseEnvelope => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const digestOf = ({ payload }: DsseEnvelope): string => sha256(Buffer.from(payload, 'base64'));
  let cluster: string;

  const plumb = async (...words: string[]) => {
    const env = { PLUMB_URL: journey.plane().url, PLUMB_TOKEN: await journey.plane().token('Admin', 'ada') };
    const { exitCode, stderr } = await cli(words, { env, real: true });
    expect([exitCode, stderr]).toStrictEqual([0, '']);
  };

  beforeAll(async () => {
    cluster = journey.named('rates.development');
    await journey.enrol(cluster, 1);
    await journey.bundle(cluster, '1.0.0', { rate: 7, text: 'zwölf €', list: [1e21, 0.1, -0] });
    await journey.reaches(await journey.deploy(`${cluster}-1.0.0`, DIRECT), over);
    await plumb('trust', 'get', '--out', join(folder, 'first'));
    await plumb('trust', 'rotate', '--root-key', journey.plane().rootKey, '--out', join(folder, 'rotated'));
    await plumb('trust', 'get', '--out', join(folder, 'trust'));
    await plumb('release', 'get', cluster, '--out', join(folder, 'release'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const roots = () => {
    const first = openRoot(read('first/root.json'), digestOf(read('first/root.json')));
    return { first, newest: openRoot(read('trust/root.json'), { before: first }) };
  };
  const documents = () => ({
    root: roots().newest,
    directive: read('release/directive.dsse.json'),
    release: read('release/release.dsse.json'),
  });
  const blob = (digest: string) => readFileSync(join(folder, 'release/blobs', digest));
  const now = () => new Date().toISOString();
  const given = (over: object = {}) => ({ cluster: cluster, now: now(), blob, ...over });

  describe('a verifier written from docs/protocol.md alone', () => {
    it('walks from the pinned root to the contents, by the files that plumb writes', () => {
      const contents = verifyRelease(documents(), given());
      expect(Object.keys(contents)).toStrictEqual([cluster]);
      expect(Buffer.from(contents[cluster] ?? []).toString()).toBe('{"list":[1e+21,0.1,0],"rate":7,"text":"zwölf €"}');
    });
    it('names the release keys of the root as the files are named', () => {
      const ids = Object.keys(roots().newest.roles.release.keys);
      const pems = readdirSync(join(folder, 'trust')).filter((name) => name.endsWith('.pem'));
      expect(pems.map((name) => keyId(readFileSync(join(folder, 'trust', name), 'utf8')))).toStrictEqual(ids);
    });

    const altered = (envelope: DsseEnvelope): DsseEnvelope => {
      const payload = Buffer.from(envelope.payload, 'base64').toString().replace('2', '3');
      return { ...envelope, payload: Buffer.from(payload).toString('base64') };
    };
    it.each<[string, string, () => unknown]>([
      [
        'bad_signature',
        'a changed directive',
        () => verifyRelease({ ...documents(), directive: altered(documents().directive) }, given()),
      ],
      [
        'bad_signature',
        'a changed release',
        () => verifyRelease({ ...documents(), release: altered(documents().release) }, given()),
      ],
      [
        'wrong_type',
        'the release as directive',
        () => verifyRelease({ ...documents(), directive: documents().release }, given()),
      ],
      [
        'digest_mismatch',
        'the directive as release',
        () => verifyRelease({ ...documents(), release: documents().directive }, given()),
      ],
      ['wrong_cluster', 'another cluster', () => verifyRelease(documents(), given({ cluster: 'other.development' }))],
      [
        'directive_expired',
        'two days later',
        () => verifyRelease(documents(), given({ now: new Date(Date.now() + 172_800_000).toISOString() })),
      ],
      [
        'size_mismatch',
        'a longer blob',
        () =>
          verifyRelease(
            documents(),
            given({ blob: (digest: string) => Buffer.concat([blob(digest), Buffer.from(' ')]) }),
          ),
      ],
      [
        'digest_mismatch',
        'a changed blob',
        () =>
          verifyRelease(
            documents(),
            given({ blob: (digest: string) => Buffer.from(blob(digest).toString().replace('7', '8')) }),
          ),
      ],
      [
        'wrong_epoch',
        'a root of another epoch',
        () => verifyRelease({ ...documents(), root: { ...roots().newest, epoch: roots().newest.epoch + 1 } }, given()),
      ],
      [
        'unknown_key',
        'a root without the key',
        () => verifyRelease({ ...documents(), root: withoutReleaseKeys() }, given()),
      ],
      ['wrong_role', 'a key for other clusters', () => verifyRelease({ ...documents(), root: limited() }, given())],
      [
        'digest_mismatch',
        'a root that was not pinned',
        () => openRoot(read('trust/root.json'), digestOf(read('first/root.json'))),
      ],
      ['root_rules', 'a root again', () => openRoot(read('trust/root.json'), { before: roots().newest })],
      [
        'bad_signature',
        'a root the one before did not sign',
        () => openRoot(read('trust/root.json'), { before: strangers() }),
      ],
      ['wrong_type', 'a directive as root', () => openRoot(documents().directive, { before: roots().first })],
    ])('refuses with %s %s', (code, _what, run) => expect(run).toThrow(new Error(code)));

    const rolesWith = (role: string, change: (keys: object) => object) => {
      const { newest } = roots();
      const keys = change(newest.roles[role].keys);
      return { ...newest, roles: { ...newest.roles, [role]: { ...newest.roles[role], keys } } };
    };
    const withoutReleaseKeys = () => rolesWith('release', () => ({}));
    const limited = () =>
      rolesWith('release', (keys) =>
        Object.fromEntries(Object.entries(keys).map(([id, key]) => [id, { ...key, clusters: ['other.development'] }])),
      );
    const strangers = () => ({
      ...roots().first,
      roles: { ...roots().first.roles, root: roots().first.roles.release },
    });
  });
}

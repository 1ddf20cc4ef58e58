import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keySigner, newSigningKey } from '../../../adapters/embedded/keys/signer.ts';
import { newRootKey, signRoot } from '../../../cli/trust/root-file.ts';
import { readPublicKey } from '../../../core/integrity/keys.ts';
import { payloadBytes } from '../../../core/integrity/statement.ts';
import { buildRoot, type RootInput } from '../../../core/trust/build-root.ts';
import { releaseKeys, roleKeys } from '../../../core/trust/role-keys.ts';
import { verifyRoot } from '../../../core/trust/verify-root.ts';
import type { TrustRoot } from '../../../schemas/documents.ts';

const publicOf = (privateKey: string): string =>
  createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString();
const [alice, bob, carol] = [newRootKey(), newRootKey(), newRootKey()];
const server = await keySigner([newSigningKey('release', ''), newSigningKey('checkpoint', '')]).publicKeys();
const [release = '', checkpoint = ''] = server.map(({ publicKey }) => publicKey);
const second = publicOf(newRootKey());
const keyIdOf = (pem: string): string => readPublicKey(pem)?.keyId ?? '';

const input = (over: Partial<RootInput> = {}): RootInput => ({
  controlPlane: 'test',
  version: 1,
  epoch: 1,
  expiresAt: '2030-01-01T00:00:00.000Z',
  rootKeys: [publicOf(alice), publicOf(bob)],
  rootThreshold: 2,
  releaseKeys: [{ publicKey: release }],
  checkpointKeys: [checkpoint],
  ...over,
});
const first = buildRoot(input());
const context = { controlPlane: 'test' };
const next = (over: Partial<RootInput>, keys: readonly string[]) =>
  verifyRoot(signRoot(buildRoot(input({ version: 2, ...over })).bytes, keys), { ...context, previous: first.document });
const refused = (code: string, rule?: string) => (rule === undefined ? { ok: false, code } : { ok: false, code, rule });

describe('a first root', () => {
  it('is believed with the threshold of its own keys', () =>
    expect(verifyRoot(signRoot(first.bytes, [alice, bob]), context)).toStrictEqual({
      ok: true,
      root: first.document,
      digest: first.digest,
    }));

  it.each([
    { name: 'one signature short', keys: [alice] },
    { name: 'one key twice', keys: [alice, alice] },
    { name: 'a stranger', keys: [alice, carol] },
  ])('is refused with $name', ({ keys }) =>
    expect(verifyRoot(signRoot(first.bytes, keys), context)).toStrictEqual(refused('bad_signature')),
  );

  it('is refused for another control plane', () =>
    expect(verifyRoot(signRoot(first.bytes, [alice, bob]), { controlPlane: 'other' })).toStrictEqual(
      refused('wrong_control_plane'),
    ));

  it('is refused as another type', () =>
    expect(
      verifyRoot({ ...signRoot(first.bytes, [alice, bob]), payloadType: 'application/json' }, context),
    ).toStrictEqual(refused('wrong_type')));

  it('is refused when its bytes are not canonical', () => {
    const spaced = Buffer.from(JSON.stringify(first.document, null, 1));
    expect(verifyRoot(signRoot(spaced, [alice, bob]), context)).toStrictEqual(refused('not_canonical'));
  });
});

describe('the next root', () => {
  it.each([
    { name: 'follows with the thresholds of both', over: {}, keys: [alice, bob], expected: true },
    {
      name: 'hands over to a new key with old and new signatures',
      over: { rootKeys: [publicOf(carol)], rootThreshold: 1 },
      keys: [alice, bob, carol],
      expected: true,
    },
    { name: 'raises the epoch', over: { epoch: 5 }, keys: [alice, bob], expected: true },
  ])('$name', ({ over, keys, expected }) => expect(next(over, keys).ok).toBe(expected));

  it.each([
    {
      name: 'without enough of the old keys',
      over: { rootKeys: [publicOf(carol)], rootThreshold: 1 },
      keys: [alice, carol],
      expected: refused('bad_signature'),
    },
    {
      name: 'without enough of the new keys',
      over: { rootKeys: [publicOf(carol)], rootThreshold: 1 },
      keys: [alice, bob],
      expected: refused('bad_signature'),
    },
    {
      name: 'that skips a version',
      over: { version: 3 },
      keys: [alice, bob],
      expected: refused('root_rules', 'version_not_next'),
    },
    {
      name: 'of the same version',
      over: { version: 1 },
      keys: [alice, bob],
      expected: refused('root_rules', 'version_not_next'),
    },
    {
      name: 'with a lower epoch',
      over: { epoch: 0 },
      keys: [alice, bob],
      expected: refused('root_rules', 'epoch_lowered'),
    },
  ])('is refused $name', ({ over, keys, expected }) => expect(next(over, keys)).toStrictEqual(expected));

  it('may follow an expired one: expiry is not a matter of order', () => {
    const expired = buildRoot(input({ expiresAt: '2020-01-01T00:00:00.000Z' })).document;
    const envelope = signRoot(buildRoot(input({ version: 2 })).bytes, [alice, bob]);
    expect(verifyRoot(envelope, { ...context, previous: expired })).toMatchObject({ ok: true });
  });
});

describe('what a root may say', () => {
  const saying = (change: (root: TrustRoot) => void) => {
    const root = structuredClone(first.document);
    change(root);
    return verifyRoot(signRoot(payloadBytes(root).bytes, [alice, bob]), context);
  };
  it.each([
    { rule: 'shape', change: (root: TrustRoot) => Reflect.deleteProperty(root, 'epoch') },
    { rule: 'shape', change: (root: TrustRoot) => void Object.assign(root.roles.root, { threshold: 0 }) },
    {
      rule: 'threshold_unreachable',
      change: (root: TrustRoot) => void Object.assign(root.roles.root, { threshold: 3 }),
    },
    {
      rule: 'threshold_not_one',
      change: (root: TrustRoot) =>
        void Object.assign(root.roles.release, {
          threshold: 2,
          keys: { ...root.roles.release.keys, [keyIdOf(second)]: { publicKey: second } },
        }),
    },
    {
      rule: 'threshold_unreachable',
      change: (root: TrustRoot) => void Object.assign(root.roles.checkpoint, { keys: {} }),
    },
    {
      rule: 'key_unreadable',
      change: (root: TrustRoot) => void Object.assign(root.roles.release.keys, { x: { publicKey: 'no key' } }),
    },
    {
      rule: 'key_of_wrong_kind',
      change: (root: TrustRoot) => void Object.assign(root.roles.release, { keys: root.roles.checkpoint.keys }),
    },
    {
      rule: 'key_of_wrong_kind',
      change: (root: TrustRoot) => void Object.assign(root.roles.checkpoint, { keys: root.roles.release.keys }),
    },
    {
      rule: 'key_id_differs',
      change: (root: TrustRoot) =>
        void Object.assign(root.roles.release, { keys: { 'SHA256:other': { publicKey: release } } }),
    },
    {
      rule: 'key_in_two_roles',
      change: (root: TrustRoot) => void Object.assign(root.roles.release, { keys: root.roles.root.keys }),
    },
  ])('is refused by the rule $rule', ({ rule, change }) =>
    expect(saying(change)).toStrictEqual(refused('root_rules', rule)),
  );

  it('may be more than we know: unknown fields are passed over', () => {
    const more = { ...first.document, motto: 'festina lente' };
    expect(verifyRoot(signRoot(payloadBytes(more).bytes, [alice, bob]), context)).toMatchObject({
      ok: true,
      root: first.document,
    });
  });
});

describe('keys of a role', () => {
  const limited = buildRoot(
    input({ releaseKeys: [{ publicKey: release }, { publicKey: second, clusters: ['b.production'] }] }),
  ).document;
  it('count for the clusters they are limited to', () => {
    expect(releaseKeys(limited, 'a.production').map(({ keyId }) => keyId)).toStrictEqual([keyIdOf(release)]);
    expect(
      releaseKeys(limited, 'b.production')
        .map(({ keyId }) => keyId)
        .sort(),
    ).toStrictEqual([keyIdOf(release), keyIdOf(second)].sort());
  });
  it('count for no other role', () => {
    const root = roleKeys(limited, 'root').map(({ keyId }) => keyId);
    expect(root).not.toContain(keyIdOf(release));
    expect(root.sort()).toStrictEqual([keyIdOf(publicOf(alice)), keyIdOf(publicOf(bob))].sort());
  });
});

it('a root is not built around something that is no key', () =>
  expect(() => buildRoot(input({ checkpointKeys: ['nothing'] }))).toThrow(RangeError));

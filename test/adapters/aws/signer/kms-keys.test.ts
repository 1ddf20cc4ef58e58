import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { KmsCalls } from '../../../../adapters/aws/signer/kms-calls.ts';
import { keyArns, kmsKeys } from '../../../../adapters/aws/signer/kms-keys.ts';
import { roleSigner } from '../../../../adapters/aws/signer/role-keys.ts';
import { readPublicKey } from '../../../../core/integrity/keys.ts';
import { verifyP256 } from '../../../../core/integrity/signature.ts';

const MESSAGE = Buffer.from('exactly these bytes');
const CREATED = '2026-11-22T09:30:00.000Z';
type Kind = 'P-256' | 'Ed25519' | 'P-384';

const pairs = {
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
} as const;

/** KMS with keys under these ARNs; it signs whatever bytes it is given as a digest, as KMS does. */
function fakeKms(kinds: { readonly [arn: string]: Kind }) {
  const held = Object.fromEntries(Object.entries(kinds).map(([arn, kind]) => [arn, pairs[kind]()]));
  const calls: unknown[][] = [];
  const find = (arn: string): { publicKey: KeyObject; privateKey: KeyObject } => {
    const pair = held[arn];
    if (!pair) throw new Error(`NotFoundException: ${arn}`);
    return pair;
  };
  const kms: KmsCalls = {
    async sign(arn, message, scheme) {
      calls.push(['sign', arn, Buffer.from(message).toString('hex'), scheme]);
      if (scheme.messageType === 'RAW') return sign(null, message, find(arn).privateKey);
      return sign('sha256', MESSAGE, find(arn).privateKey);
    },
    async publicKey(arn) {
      calls.push(['publicKey', arn]);
      return find(arn).publicKey.export({ format: 'der', type: 'spki' });
    },
    async createdAt() {
      return CREATED;
    },
  };
  return { kms, calls };
}

describe('a release key in KMS', () => {
  it('signs the SHA-256 of the message, so that the message may have any length', async () => {
    const { kms, calls } = fakeKms({ one: 'P-256' });
    const { keyId, signature } = await kmsKeys(kms, 'release', ['one']).sign(MESSAGE);
    const digest = createHash('sha256').update(MESSAGE).digest('hex');
    expect(calls.at(-1)).toStrictEqual(['sign', 'one', digest, { algorithm: 'ECDSA_SHA_256', messageType: 'DIGEST' }]);
    const [record] = await kmsKeys(kms, 'release', ['one']).records();
    const key = readPublicKey(record?.publicKey ?? '');
    expect(key && verifyP256(key, MESSAGE, signature)).toBe(true);
    expect(record).toStrictEqual({ role: 'release', keyId, publicKey: record?.publicKey, notBefore: CREATED });
  });

  it('is the first of those named; the others are published behind it', async () => {
    const { kms, calls } = fakeKms({ old: 'P-256', next: 'P-256' });
    const before = await kmsKeys(kms, 'release', ['old']).records();
    const keys = kmsKeys(kms, 'release', ['next', 'old']);
    const { keyId } = await keys.sign(MESSAGE);
    const records = await keys.records();
    expect(records.map((record) => record.keyId)).toStrictEqual([keyId, before[0]?.keyId]);
    expect(calls.filter(([what]) => what === 'sign').map(([, arn]) => arn)).toStrictEqual(['next']);
  });

  it('is asked for its public key once in the life of a process, also by many at once', async () => {
    const { kms, calls } = fakeKms({ one: 'P-256' });
    const keys = kmsKeys(kms, 'release', ['one']);
    await Promise.all([keys.records(), keys.records(), keys.sign(MESSAGE)]);
    await keys.sign(MESSAGE);
    expect(calls.filter(([what]) => what === 'publicKey').length).toBe(1);
  });

  it('is asked again after it could not be had', async () => {
    const { kms } = fakeKms({ one: 'P-256' });
    let failures = 1;
    const publicKey: KmsCalls['publicKey'] = async (arn) => {
      if (failures-- > 0) throw new Error('ThrottlingException');
      return kms.publicKey(arn);
    };
    const keys = kmsKeys({ ...kms, publicKey }, 'release', ['one']);
    await expect(keys.records()).rejects.toThrow('ThrottlingException');
    expect((await keys.records()).length).toBe(1);
  });

  it('lets out no signature that its public key does not verify', async () => {
    const { kms } = fakeKms({ one: 'P-256', other: 'P-256' });
    const wrong: KmsCalls = { ...kms, sign: (_, message, scheme) => kms.sign('other', message, scheme) };
    await expect(kmsKeys(wrong, 'release', ['one']).sign(MESSAGE)).rejects.toThrow(
      'one gave a signature that is not its own',
    );
  });

  it.each([
    { role: 'release', kind: 'Ed25519', says: 'not a P-256 key: the release key one' },
    { role: 'release', kind: 'P-384', says: 'not a P-256 key: the release key one' },
    { role: 'checkpoint', kind: 'P-256', says: 'not a Ed25519 key: the checkpoint key one' },
  ] as const)('a $kind key is no $role key', async ({ role, kind, says }) => {
    const { kms } = fakeKms({ one: kind });
    await expect(kmsKeys(kms, role, ['one']).records()).rejects.toThrow(says);
    await expect(kmsKeys(kms, role, ['one']).sign(MESSAGE)).rejects.toThrow(says);
  });
});

describe('a checkpoint key in KMS', () => {
  it('signs the bytes themselves', async () => {
    const { kms, calls } = fakeKms({ one: 'Ed25519' });
    const { signature } = await kmsKeys(kms, 'checkpoint', ['one']).sign(MESSAGE);
    expect(signature.length).toBe(64);
    const scheme = { algorithm: 'ED25519_SHA_512', messageType: 'RAW' };
    expect(calls.at(-1)).toStrictEqual(['sign', 'one', MESSAGE.toString('hex'), scheme]);
  });
});

describe('a function signs with the keys of its own room', () => {
  const { kms } = fakeKms({ release: 'P-256', checkpoint: 'Ed25519' });
  const release = kmsKeys(kms, 'release', ['release']);
  const checkpoint = kmsKeys(kms, 'checkpoint', ['checkpoint']);

  it.each([
    { name: 'both', keys: { release, checkpoint }, roles: ['release', 'checkpoint'] },
    { name: 'releases alone', keys: { release }, roles: ['release'] },
    { name: 'checkpoints alone', keys: { checkpoint }, roles: ['checkpoint'] },
  ])('$name', async ({ keys, roles }) => {
    const signer = roleSigner(keys);
    expect((await signer.publicKeys()).map(({ role }) => role)).toStrictEqual(roles);
    for (const role of ['release', 'checkpoint'] as const) {
      if (roles.includes(role)) expect((await signer.sign(role, MESSAGE)).signature.length).toBeGreaterThan(0);
      else await expect(signer.sign(role, MESSAGE)).rejects.toThrow(`no ${role} key here`);
    }
  });
});

describe('keyArns', () => {
  it.each([
    { variable: 'arn:one', arns: ['arn:one'] },
    { variable: 'arn:next, arn:one', arns: ['arn:next', 'arn:one'] },
  ])('$variable', ({ variable, arns }) => expect(keyArns(variable)).toStrictEqual(arns));
});

import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPublicKey } from '../../core/integrity/keys.ts';
import { type Factory, within } from './contract.ts';

const MESSAGE = Buffer.from('exactly these bytes');
const DAY_MS = 24 * 3600 * 1000;

/** @see usecases/ports.ts Signer */
export function signerContract(open: Factory<'signer'>): void {
  const run = within(open);
  describe('signer', () => {
    it.each([
      { role: 'release', hash: 'sha256', kind: 'P-256' },
      { role: 'checkpoint', hash: null, kind: 'Ed25519' },
    ] as const)('$role signs exact bytes with the first of its public keys', ({ role, hash, kind }) =>
      run(async ({ world: { signer } }) => {
        const { keyId, signature } = await signer.sign(role, MESSAGE);
        const record = (await signer.publicKeys()).find((key) => key.role === role);
        expect(record?.keyId).toBe(keyId);
        const publicKey = record?.publicKey ?? '';
        expect(readPublicKey(publicKey)).toMatchObject({ kind, keyId });
        expect(verify(hash, MESSAGE, createPublicKey(publicKey), signature)).toBe(true);
        expect(verify(hash, Buffer.from('exactly these bytez'), createPublicKey(publicKey), signature)).toBe(false);
        expect(record?.notBefore).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      })(),
    );

    it(
      'has a key of each role, each its own',
      run(async ({ world: { signer } }) => {
        const keys = await signer.publicKeys();
        expect(keys.map(({ role }) => role).toSorted()).toStrictEqual(['checkpoint', 'release']);
        expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(2);
      }),
    );
  });
}

/** @see usecases/ports.ts Keyring */
export function keyringContract(open: Factory<'keyring'>): void {
  const run = within(open);
  describe('keyring', () => {
    it(
      'has one key of 32 bytes or more for each label, always the same',
      run(async ({ world: { keyring }, clock }) => {
        const labels = ['cursor', 'blob-url', 'liveness', 'digest'] as const;
        const read = () =>
          Promise.all(labels.map(async (label) => Buffer.from(await keyring.hmacKey(label)).toString('hex')));
        const keys = await read();
        expect(new Set(keys).size).toBe(labels.length);
        expect(keys.every((key) => key.length >= 64)).toBe(true);
        await clock.advance(2 * DAY_MS);
        expect(await read()).toStrictEqual(keys);
      }),
    );

    it(
      'signs node tokens with a key of the day and still knows that of the day before',
      run(async ({ world: { keyring }, clock }) => {
        const [first] = await keyring.nodeTokenKeys();
        await clock.advance(DAY_MS - (clock.now() % DAY_MS) - 1);
        expect((await keyring.nodeTokenKeys())[0]).toStrictEqual(first);
        await clock.advance(1);
        const [second, previous] = await keyring.nodeTokenKeys();
        expect(previous).toStrictEqual(first);
        expect(second?.id).not.toBe(first?.id);
        await clock.advance(DAY_MS);
        expect((await keyring.nodeTokenKeys()).map(({ id }) => id)).not.toContain(first?.id);
      }),
    );
  });
}

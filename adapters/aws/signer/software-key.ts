import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readPublicKey } from '../../../core/integrity/keys.ts';
import type { Clock } from '../../../usecases/ports.ts';
import { once } from './once.ts';
import type { RoleKeys } from './role-keys.ts';
import type { Sealing } from './sealing.ts';
import type { SoftwareKeyItem, SoftwareKeyStore } from './software-key-item.ts';

/**
 * The checkpoint key of stages on emulators whose KMS has no Ed25519: made by the first who asks, kept sealed, opened
 * once in the life of a process that signs. On AWS the key is in KMS and this is not used.
 */
export function softwareKey(store: SoftwareKeyStore, sealing: Sealing, clock: Pick<Clock, 'now'>): RoleKeys {
  const held = once(async () => {
    const found = await store.load();
    if (found) return found;
    // Of several who make one at the same time, the first to store it made the key.
    await store.offer(await newKey(sealing, clock));
    const kept = await store.load();
    if (!kept) throw new Error('the checkpoint key was not stored');
    return kept;
  });
  const opened = once(async () => {
    const der = await sealing.open(Buffer.from((await held()).sealed, 'base64'));
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  });
  const record = async () => {
    const { publicKey, notBefore } = await held();
    const read = readPublicKey(publicKey);
    if (read?.kind !== 'Ed25519') throw new Error('the stored checkpoint key is not Ed25519');
    return { role: 'checkpoint', keyId: read.keyId, publicKey, notBefore } as const;
  };
  return {
    records: async () => [await record()],
    async sign(message) {
      const [{ keyId }, key] = await Promise.all([record(), opened()]);
      return { keyId, signature: sign(null, message, key) };
    },
  };
}

async function newKey(sealing: Sealing, clock: Pick<Clock, 'now'>): Promise<SoftwareKeyItem> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const sealed = await sealing.seal(privateKey.export({ format: 'der', type: 'pkcs8' }));
  return {
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }) as string,
    notBefore: new Date(clock.now()).toISOString(),
    sealed: Buffer.from(sealed).toString('base64'),
  };
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readPublicKey } from '../../../core/integrity/keys.ts';
import type { Instant } from '../../../schemas/words.ts';
import type { PublicKeyRecord, Signer } from '../../../usecases/ports.ts';

/** A private key and since when it counts. */
export interface SigningKey {
  readonly role: PublicKeyRecord['role'];
  /** PKCS #8 PEM. */
  readonly privateKey: string;
  readonly notBefore: Instant;
}

/** A new key of the kind its role demands (protocol §7). */
export function newSigningKey(role: SigningKey['role'], notBefore: Instant): SigningKey {
  const { privateKey } =
    role === 'release' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return { role, privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string, notBefore };
}

/** Signs with keys held in this process. @param keys newest first within a role */
export function keySigner(keys: readonly SigningKey[]): Signer {
  const held = keys.map(hold);
  return {
    async sign(role, message) {
      const key = held.find(({ record }) => record.role === role);
      if (!key) throw new Error(`no ${role} key`);
      // Ed25519 hashes by itself; ECDSA signatures are DER by default.
      const signature = sign(role === 'release' ? 'sha256' : null, message, key.privateKey);
      return { keyId: key.record.keyId, signature };
    },
    async publicKeys() {
      return held.map(({ record }) => record);
    },
  };
}

function hold({ role, privateKey: pem, notBefore }: SigningKey): { privateKey: KeyObject; record: PublicKeyRecord } {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }) as string;
  const read = readPublicKey(publicKey);
  if (read?.kind !== KIND[role]) throw new Error(`not a ${KIND[role]} key: the ${role} key of ${notBefore}`);
  return { privateKey, record: { role, keyId: read.keyId, publicKey, notBefore } };
}

const KIND = { release: 'P-256', checkpoint: 'Ed25519' } as const;

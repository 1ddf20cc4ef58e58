import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { envelopeOf, pae } from '../../core/integrity/dsse.ts';
import { type PublicKey, readPublicKey } from '../../core/integrity/keys.ts';
import type { PayloadBytes } from '../../core/integrity/statement.ts';
import { type DsseEnvelope, IN_TOTO_PAYLOAD_TYPE } from '../../schemas/documents.ts';

export interface SigningKey {
  readonly pem: string;
  readonly keyId: string;
  readonly publicKey: PublicKey;
  readonly privateKey: KeyObject;
}

export function newSigningKey(kind: 'P-256' | 'Ed25519' = 'P-256'): SigningKey {
  const pair = kind === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return signingKeyOf(pair.privateKey);
}

export function signingKeyOf(privateKey: KeyObject): SigningKey {
  const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const publicKey = readPublicKey(pem);
  if (!publicKey) throw new Error('unreadable key');
  return { pem, keyId: publicKey.keyId, publicKey, privateKey };
}

/** A DSSE envelope around exact bytes, signed by each key in turn. */
export const signedBytes = (
  bytes: Uint8Array,
  keys: readonly SigningKey[],
  payloadType = IN_TOTO_PAYLOAD_TYPE,
): DsseEnvelope =>
  envelopeOf(
    payloadType,
    bytes,
    keys.map(({ keyId, privateKey }) => ({ keyId, signature: sign('sha256', pae(payloadType, bytes), privateKey) })),
  );

export const signed = ({ bytes }: Pick<PayloadBytes<unknown>, 'bytes'>, ...keys: readonly SigningKey[]): DsseEnvelope =>
  signedBytes(bytes, keys);

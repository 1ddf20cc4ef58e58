import { createPublicKey, type KeyObject } from 'node:crypto';
import type { P256Jwk } from '../../schemas/node-messages.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { lastUsed } from '../last-used.ts';
import { fromBase64, fromBase64Url, toBase64 } from './base64.ts';
import { sha256, sha256Hex } from './digest.ts';

/** A public key that was read and found to be of a kind we use. Reading costs more than verifying: keep it. */
export interface PublicKey {
  readonly kind: 'P-256' | 'Ed25519';
  /** OpenSSH SHA-256 fingerprint (`ssh-keygen -lf`): `SHA256:` and unpadded base64. */
  readonly keyId: string;
  readonly key: KeyObject;
}

const PEM = /^-----BEGIN PUBLIC KEY-----\r?\n((?:[A-Za-z0-9+/=]+\r?\n)+)-----END PUBLIC KEY-----\r?\n?$/;

/** DER of an uncompressed P-256 SubjectPublicKeyInfo up to its point, and of an Ed25519 one up to its 32 bytes (RFC 5480, RFC 8410). */
const P256_SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Reads a SubjectPublicKeyInfo PEM.
 * @returns undefined unless it is exactly one uncompressed P-256 key on the curve, or one Ed25519 key
 * @see docs/protocol.md §1.6
 */
export function readPublicKey(pem: string): PublicKey | undefined {
  const der = fromBase64(PEM.exec(pem)?.[1]?.replace(/\r?\n/g, '') ?? '');
  return der && der.length > 0 ? fromSpki(der) : undefined;
}

/** @returns undefined when the point is not on the curve. */
export function publicKeyOfJwk({ x, y }: P256Jwk): PublicKey | undefined {
  const [xBytes, yBytes] = [fromBase64Url(x), fromBase64Url(y)];
  if (xBytes?.length !== 32 || yBytes?.length !== 32) return undefined;
  return fromSpki(Buffer.concat([P256_SPKI, Uint8Array.of(4), xBytes, yBytes]));
}

/** The 32 bytes of an Ed25519 key. @throws TypeError for a key of another kind */
export function ed25519Bytes({ kind, key }: PublicKey): Uint8Array {
  if (kind !== 'Ed25519') throw new TypeError(`${kind} is not Ed25519`);
  return key.export({ format: 'der', type: 'spki' }).subarray(ED25519_SPKI.length);
}

/** RFC 7638 thumbprint, in hex: the identity of a node's key. */
export const thumbprint = ({ crv, kty, x, y }: P256Jwk): Sha256 => sha256Hex(JSON.stringify({ crv, kty, x, y }));

/** Reading one takes as long as verifying with it, and the same few come again and again. */
const KEYS_KEPT = 1000;
const known = lastUsed<PublicKey>(KEYS_KEPT);

function fromSpki(der: Uint8Array): PublicKey | undefined {
  const bytes = Buffer.from(der);
  const name = bytes.toString('latin1');
  const held = known.get(name);
  if (held) return held;
  const key = readSpki(bytes);
  if (key) known.set(name, key);
  return key;
}

function readSpki(bytes: Buffer): PublicKey | undefined {
  const tail = (prefix: Buffer, length: number) =>
    bytes.length === prefix.length + length && bytes.subarray(0, prefix.length).equals(prefix)
      ? bytes.subarray(prefix.length)
      : undefined;
  const point = tail(P256_SPKI, 65);
  const raw = tail(ED25519_SPKI, 32);
  const key = keyObject(bytes);
  if (!key) return undefined;
  if (point?.[0] === 4) return { kind: 'P-256', key, keyId: fingerprint('ecdsa-sha2-nistp256', 'nistp256', point) };
  return raw && { kind: 'Ed25519', key, keyId: fingerprint('ssh-ed25519', raw) };
}

function keyObject(der: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    return undefined; // not a key, or a point outside the curve
  }
}

/** SHA-256 over the SSH wire form: each part with its length in four bytes before it (RFC 4253 §6.6, RFC 5656 §3.1). */
function fingerprint(...parts: readonly (string | Uint8Array)[]): string {
  const wire = parts.flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return `SHA256:${toBase64(sha256(...wire)).replace(/=+$/, '')}`;
}

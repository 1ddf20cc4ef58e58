import { verify } from 'node:crypto';
import { derOfRaw } from './ecdsa-form.ts';
import type { PublicKey } from './keys.ts';

/**
 * Whether `der` is the one DER encoding of an ECDSA signature with positive r and s below 2^256: shortest lengths,
 * no padding zeros, nothing behind it. Range against the group order is the verifier's.
 */
export function isStrictDer(der: Uint8Array): boolean {
  if (der.length < 8 || der.length > 72 || der[0] !== 0x30 || der[1] !== der.length - 2) return false;
  const afterR = positiveInteger(der, 2);
  return afterR !== undefined && positiveInteger(der, afterR) === der.length;
}

/** @returns the offset behind the INTEGER at `offset`, undefined when it is not minimal, zero or negative. */
function positiveInteger(der: Uint8Array, offset: number): number | undefined {
  const length = der[offset + 1];
  const first = der[offset + 2];
  if (der[offset] !== 0x02 || length === undefined || length < 1 || length > 33 || first === undefined)
    return undefined;
  const end = offset + 2 + length;
  if (end > der.length || first >= 0x80) return undefined;
  // A zero is there only to keep a high bit from meaning a sign; so zero itself, 020100, is refused as well.
  if (first === 0 && (length === 1 || (der[offset + 3] ?? 0) < 0x80)) return undefined;
  return length === 33 && first !== 0 ? undefined : end;
}

/** ECDSA P-256 over SHA-256, strict DER. False for a key of another kind. @see docs/protocol.md §1.5 */
export const verifyP256 = ({ kind, key }: PublicKey, message: Uint8Array, der: Uint8Array): boolean =>
  kind === 'P-256' && isStrictDer(der) && verify('sha256', message, key, der);

/** The same with r and s as 32 bytes each, as JWS has it (RFC 7518 §3.4). */
export const verifyP256Raw = ({ kind, key }: PublicKey, message: Uint8Array, signature: Uint8Array): boolean =>
  kind === 'P-256' && signature.length === 64 && verify('sha256', message, key, derOfRaw(signature));

/** Ed25519 over the message itself (RFC 8032 §5.1). */
export const verifyEd25519 = ({ kind, key }: PublicKey, message: Uint8Array, signature: Uint8Array): boolean =>
  kind === 'Ed25519' && signature.length === 64 && verify(null, message, key, signature);

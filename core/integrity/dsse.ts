import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { sha256Hex } from './digest.ts';
import type { PublicKey } from './keys.ts';
import { verifyP256 } from './signature.ts';

/** DSSE 1.0 pre-authentication encoding: the bytes that are signed. Lengths count UTF-8 bytes. @see docs/protocol.md §1.5 */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const typeLength = Buffer.byteLength(payloadType);
  return Buffer.concat([Buffer.from(`DSSEv1 ${typeLength} ${payloadType} ${payload.length} `), payload]);
}

/** Puts signatures made over `pae(payloadType, payload)` around the payload. */
export const envelopeOf = (
  payloadType: string,
  payload: Uint8Array,
  signatures: readonly { readonly keyId: string; readonly signature: Uint8Array }[],
): DsseEnvelope => ({
  payloadType,
  payload: toBase64(payload),
  signatures: signatures.map(({ keyId, signature }) => ({ keyid: keyId, sig: toBase64(signature) })),
});

export interface OpenedEnvelope {
  readonly ok: true;
  readonly payload: Uint8Array;
  /** SHA-256 of the payload, never of the envelope: an ECDSA signature has more than one form. */
  readonly digest: Sha256;
  readonly signatures: readonly { readonly keyId: string | undefined; readonly signature: Uint8Array }[];
}
export type EnvelopeRefusal = 'wrong_type' | 'bad_signature' | 'unknown_key';
export interface RefusedEnvelope {
  readonly ok: false;
  readonly code: EnvelopeRefusal;
}
const refused = (code: EnvelopeRefusal): RefusedEnvelope => ({ ok: false, code });

/**
 * Takes an envelope apart without believing it.
 * @returns `wrong_type` for another payload type; `bad_signature` for loose base64, or for more than one signature
 *   where `several` is not said (only a trust root has several)
 */
export function openEnvelope(
  envelope: DsseEnvelope,
  payloadType: string,
  { several = false }: { readonly several?: boolean } = {},
): OpenedEnvelope | RefusedEnvelope {
  if (envelope.payloadType !== payloadType) return refused('wrong_type');
  const payload = fromBase64(envelope.payload);
  const signatures = envelope.signatures.flatMap(({ keyid, sig }) => {
    const signature = fromBase64(sig);
    return signature ? [{ keyId: keyid, signature }] : [];
  });
  if (!payload || signatures.length !== envelope.signatures.length) return refused('bad_signature');
  if (signatures.length === 0 || (signatures.length > 1 && !several)) return refused('bad_signature');
  return { ok: true, payload, digest: sha256Hex(payload), signatures };
}

/** Those of `keys` that signed the opened envelope; one key counts once, whatever `keyid` says. */
export function signersOf(
  opened: OpenedEnvelope,
  payloadType: string,
  keys: readonly PublicKey[],
): readonly PublicKey[] {
  const message = pae(payloadType, opened.payload);
  const distinct = new Map(keys.map((key) => [key.keyId, key]));
  return [...distinct.values()].filter((key) =>
    opened.signatures.some(({ signature }) => verifyP256(key, message, signature)),
  );
}

/**
 * Opens an envelope with exactly one signature by one of `keys`, which the caller chose by role from its trust root.
 * @returns on failure `unknown_key` when the hint names none of the keys, else `bad_signature`: the hint never
 *   decides whether, only what is reported
 */
export function verifyEnvelope(
  envelope: DsseEnvelope,
  payloadType: string,
  keys: readonly PublicKey[],
): (OpenedEnvelope & { readonly signer: PublicKey }) | RefusedEnvelope {
  const opened = openEnvelope(envelope, payloadType);
  if (!opened.ok) return opened;
  const [signer] = signersOf(opened, payloadType, keys);
  if (signer) return { ...opened, signer };
  const hint = opened.signatures[0]?.keyId;
  const known = hint === undefined || hint === '' || keys.some(({ keyId }) => keyId === hint);
  return refused(known ? 'bad_signature' : 'unknown_key');
}

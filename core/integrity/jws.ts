import { JWS_CHARACTERS } from '../../schemas/compact-jws.ts';
import type { Json, Sha256 } from '../../schemas/words.ts';
import { toBase64Url } from './base64.ts';
import { readCompact } from './compact.ts';
import { sha256Hex } from './digest.ts';
import type { PublicKey } from './keys.ts';
import { verifyP256Raw } from './signature.ts';

/** `typ` of the statements a node signs. @see docs/protocol.md §1.7 */
export const ENROLMENT_TYP = 'plumbline-enrolment+jwt';
export const RECEIPT_TYP = 'plumbline-receipt+jwt';
export const ASSERTION_TYP = 'client-authentication+jwt';

export interface ReadJws {
  /** A hint; never chooses the key. */
  readonly keyId: string | undefined;
  /** A JSON object, of no known shape yet and signed by nobody yet. */
  readonly claims: { readonly [name: string]: Json };
  readonly signingInput: Uint8Array;
  readonly signature: Uint8Array;
  /** SHA-256 of the compact text: how receipts name the one before. */
  readonly digest: Sha256;
}

const HEADER_NAMES = new Set(['alg', 'typ', 'kid']);

/**
 * Takes a compact JWS apart: strict base64url, one-line JSON without repeated names, `alg` ES256, exactly this `typ`,
 * and no header but those and `kid` (so no `jwk`, `jku`, `x5c`, `crit`, `b64`).
 * @returns undefined for anything else; nothing is verified yet
 * @see docs/protocol.md §1.7
 */
export function readJws(text: string, typ: string): ReadJws | undefined {
  if (text.length > JWS_CHARACTERS[typ === RECEIPT_TYP ? 'receipt' : 'statement']) return undefined;
  const read = readCompact(text);
  if (read?.signature.length !== 64) return undefined;
  const { header, claims, signature, signingInput } = read;
  if (header['alg'] !== 'ES256' || header['typ'] !== typ) return undefined;
  if (!Object.keys(header).every((name) => HEADER_NAMES.has(name))) return undefined;
  const keyId = header['kid'];
  if (keyId !== undefined && (typeof keyId !== 'string' || keyId.length > 128)) return undefined;
  return { keyId, claims, signingInput, signature, digest: sha256Hex(text) };
}

/** Whether `key` (P-256) signed it. */
export const verifyJws = ({ signingInput, signature }: ReadJws, key: PublicKey): boolean =>
  verifyP256Raw(key, signingInput, signature);

/**
 * The bytes to sign (ES256, r ‖ s) for `claims`; `jwsOf` joins them with the signature.
 * @param keyId optional `kid`
 */
export function jwsSigningInput(typ: string, claims: { readonly [name: string]: Json }, keyId?: string): string {
  const header = keyId === undefined ? { alg: 'ES256', typ } : { alg: 'ES256', kid: keyId, typ };
  return [header, claims].map((part) => toBase64Url(Buffer.from(JSON.stringify(part)))).join('.');
}

export const jwsOf = (signingInput: string, signature: Uint8Array): string =>
  `${signingInput}.${toBase64Url(signature)}`;

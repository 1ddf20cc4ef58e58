import { JWS_CHARACTERS } from '../../schemas/compact-jws.ts';
import type { Json, Sha256 } from '../../schemas/words.ts';
import { fromBase64Url, toBase64Url } from './base64.ts';
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
  const parts = text.split('.');
  const [headerBytes, claimBytes, signature] = parts.map(fromBase64Url);
  if (parts.length !== 3 || !headerBytes || !claimBytes || signature?.length !== 64) return undefined;
  const header = readObject(headerBytes);
  const claims = readObject(claimBytes);
  if (header?.['alg'] !== 'ES256' || header['typ'] !== typ || !claims) return undefined;
  if (!Object.keys(header).every((name) => HEADER_NAMES.has(name))) return undefined;
  const keyId = header['kid'];
  if (keyId !== undefined && (typeof keyId !== 'string' || keyId.length > 128)) return undefined;
  const signingInput = Buffer.from(text.slice(0, text.lastIndexOf('.')));
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

/**
 * A JSON object whose members each occur once. Names are counted in the text: after parsing, the loser of two equal
 * names is gone.
 */
function readObject(bytes: Uint8Array): { readonly [name: string]: Json } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as Json;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    return namesWritten(text) === namesKept(value) ? (value as { readonly [name: string]: Json }) : undefined;
  } catch {
    return undefined;
  }
}

/** Strings followed by a colon are names, in text that is known to be JSON. */
const namesWritten = (text: string): number => {
  const names = text.matchAll(/"(?:[^"\\]+|\\.)*"\s*(:?)/g);
  return [...names].filter(([, colon]) => colon === ':').length;
};

const namesKept = (value: Json): number => {
  if (value === null || typeof value !== 'object') return 0;
  const members = Object.values(value) as Json[];
  const own = Array.isArray(value) ? 0 : members.length;
  return members.reduce<number>((count, member) => count + namesKept(member), own);
};

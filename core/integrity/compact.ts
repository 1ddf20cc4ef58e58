import type { Json } from '../../schemas/words.ts';
import { fromBase64Url } from './base64.ts';

type Members = { readonly [name: string]: Json };

/** A compact JWS taken apart; nobody has verified it yet. */
export interface CompactJws {
  readonly header: Members;
  readonly claims: Members;
  readonly signature: Uint8Array;
  /** What the signature is over: the text up to its last dot. */
  readonly signingInput: Uint8Array;
}

/**
 * Takes a compact JWS apart whose text has one meaning: three parts in their one base64url encoding, the first two
 * JSON objects in strict UTF-8 in which no name occurs twice or is `__proto__`, at any depth. Two readers of the same token, a gateway
 * and the function behind it, then never see two subjects, and a signature has one text.
 * @returns undefined for anything else
 * @see docs/protocol.md §1.7
 */
export function readCompact(text: string): CompactJws | undefined {
  const parts = text.split('.');
  const [headerBytes, claimBytes, signature] = parts.map(fromBase64Url);
  if (parts.length !== 3 || !headerBytes || !claimBytes || !signature) return undefined;
  const header = readObject(headerBytes);
  const claims = readObject(claimBytes);
  if (!header || !claims) return undefined;
  return { header, claims, signature, signingInput: Buffer.from(text.slice(0, text.lastIndexOf('.'))) };
}

/**
 * A JSON object whose members each occur once. Names are counted in the text: after parsing, the loser of two equal
 * names is gone.
 */
function readObject(bytes: Uint8Array): Members | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as Json;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    return namesWritten(text) === namesKept(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

/** Strings followed by a colon are names, in text that is known to be JSON. */
const namesWritten = (text: string): number => {
  const names = text.matchAll(/"(?:[^"\\]+|\\.)*"\s*(:?)/g);
  return [...names].filter(([, colon]) => colon === ':').length;
};

/** NaN where a member is named `__proto__`: schemas pass over it without a word, so what was signed is not what was read. */
const namesKept = (value: Json): number => {
  if (value === null || typeof value !== 'object') return 0;
  if (Object.hasOwn(value, '__proto__')) return Number.NaN;
  const members = Object.values(value) as Json[];
  const own = Array.isArray(value) ? 0 : members.length;
  return members.reduce<number>((count, member) => count + namesKept(member), own);
};

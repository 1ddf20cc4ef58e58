import type { Json, Sha256 } from '../../schemas/words.ts';
import { canonical } from './canonical.ts';
import { sha256Hex } from './digest.ts';

/** A document with the exact bytes that stand for it and get signed. */
export interface PayloadBytes<T> {
  readonly document: T;
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`: the document's digest everywhere. */
  readonly digest: Sha256;
}

/** Canonical UTF-8 of a document; members that are undefined are left out. @see docs/protocol.md §1.1 */
export function payloadBytes<T extends object>(document: T): PayloadBytes<T> {
  const plain = JSON.parse(JSON.stringify(document)) as T & Json;
  const bytes = new TextEncoder().encode(canonical(plain));
  return { document: plain, bytes, digest: sha256Hex(bytes) };
}

/** in-toto subjects, in the order of their names' UTF-16 code units (as RFC 8785 sorts members). @see docs/protocol.md §2.1 */
export const subjectsOf = (
  digests: readonly (readonly [name: string, sha256: Sha256])[],
): { name: string; digest: { sha256: Sha256 } }[] =>
  [...digests].sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([name, sha256]) => ({ name, digest: { sha256 } }));

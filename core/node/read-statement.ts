import { type DsseEnvelope, IN_TOTO_PAYLOAD_TYPE } from '../../schemas/documents.ts';
import type { Json, Sha256 } from '../../schemas/words.ts';
import { verifyEnvelope } from '../integrity/dsse.ts';
import { readCanonical } from '../integrity/read-canonical.ts';
import { type Refused, refuse } from './refusals.ts';
import type { TrustedRoot } from './trusted-keys.ts';

export interface ReadStatement {
  readonly ok: true;
  readonly value: Json;
  /** SHA-256 of the payload bytes. */
  readonly digest: Sha256;
}

/**
 * Opens an in-toto statement on the word of a release key of the root; the key is chosen by role, never by `keyid`.
 * The payload is canonical JSON, of no known shape yet.
 * @returns `wrong_role` when a key signed that the root trusts for something else or for other clusters only
 * @see docs/protocol.md §1, §3
 */
export function readStatement(envelope: DsseEnvelope, trust: TrustedRoot): ReadStatement | Refused {
  const opened = verifyEnvelope(envelope, IN_TOTO_PAYLOAD_TYPE, trust.releaseKeys);
  if (!opened.ok) {
    const elsewhere =
      opened.code !== 'wrong_type' && verifyEnvelope(envelope, IN_TOTO_PAYLOAD_TYPE, trust.otherKeys).ok;
    return refuse(elsewhere ? 'wrong_role' : opened.code);
  }
  const read = readCanonical(opened.payload);
  return read ? { ok: true, value: read.value, digest: opened.digest } : refuse('not_canonical');
}

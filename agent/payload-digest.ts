import { fromBase64 } from '../core/integrity/base64.ts';
import { sha256Hex } from '../core/integrity/digest.ts';
import type { DsseEnvelope } from '../schemas/documents.ts';
import type { Sha256 } from '../schemas/words.ts';

/** Which document a refusal is about; nothing when its payload is not even base64. */
export const payloadDigest = ({ payload }: Pick<DsseEnvelope, 'payload'>): { readonly digest?: Sha256 } => {
  const bytes = fromBase64(payload);
  return bytes ? { digest: sha256Hex(bytes) } : {};
};

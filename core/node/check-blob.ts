import type { Sha256 } from '../../schemas/words.ts';
import { sha256Hex } from '../integrity/digest.ts';
import { type Refused, refuse } from './refusals.ts';

/** No blob of a release is larger: opaque content ends at 16 MB (bytes). */
export const MAX_BLOB_BYTES = 16 * 1024 * 1024;

/** Whether a download may begin: what the answer announces must be what was signed, and within the cap. */
export const checkAnnounced = (announcedBytes: number, signedBytes: number): { readonly ok: true } | Refused => {
  if (signedBytes > MAX_BLOB_BYTES) return refuse('too_large');
  return announcedBytes === signedBytes ? { ok: true } : refuse('size_mismatch');
};

/** Whether these bytes are the ones a release names. Length first: it is the cheaper question. */
export const checkBlob = (
  bytes: Uint8Array,
  signed: { readonly sha256: Sha256; readonly sizeBytes: number },
): { readonly ok: true } | Refused => {
  if (bytes.length !== signed.sizeBytes) return refuse('size_mismatch');
  return sha256Hex(bytes) === signed.sha256 ? { ok: true } : refuse('digest_mismatch');
};

import { createHash } from 'node:crypto';
import type { Sha256 } from '../../schemas/words.ts';

/** SHA-256 over the parts in order, as if they were one; text counts as UTF-8. */
export function sha256(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 in lower-case hexadecimal. @see docs/protocol.md §1.4 */
export function sha256Hex(...parts: readonly (string | Uint8Array)[]): Sha256 {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

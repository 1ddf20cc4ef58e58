import { createHash, hash } from 'node:crypto';
import type { Sha256 } from '../../schemas/words.ts';

/** SHA-256 over the parts in order, as if they were one; text counts as UTF-8. */
export function sha256(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return hash('sha256', only, 'buffer');
  const running = createHash('sha256');
  for (const part of parts) running.update(part);
  return running.digest();
}

/** SHA-256 in lower-case hexadecimal. @see docs/protocol.md §1.4 */
export function sha256Hex(...parts: readonly (string | Uint8Array)[]): Sha256 {
  const [only] = parts;
  // In one go it takes half the time, and there is a rank to be computed for each node of a cluster.
  if (only !== undefined && parts.length === 1) return hash('sha256', only, 'hex');
  return Buffer.from(sha256(...parts)).toString('hex');
}

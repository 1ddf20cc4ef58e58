import { createHash } from 'node:crypto';
import type { Ids } from '../../usecases/ports.ts';

/** The same ids and bytes in every run, never twice in one. */
export function countingIds(): Ids {
  let count = 0;
  return {
    uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
    bytes(length) {
      const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
        createHash('sha256').update(`bytes ${++count}`).digest(),
      );
      return Buffer.concat(blocks).subarray(0, length);
    },
  };
}

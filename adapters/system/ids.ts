import { randomBytes, randomFillSync, randomUUID } from 'node:crypto';
import type { Ids } from '../../usecases/ports.ts';

const POOL_BYTES = 4096;
/** Keys and other long secrets never lie in the pool. */
const LONGEST_FROM_POOL = 16;

/** Asking the system costs ten times as much as a few bytes of what it gave before; none is handed out twice. */
function pooled(): (length: number) => Uint8Array {
  const pool = new Uint8Array(POOL_BYTES);
  let taken = POOL_BYTES;
  return (length) => {
    if (length > LONGEST_FROM_POOL) return randomBytes(length);
    if (taken + length > POOL_BYTES) {
      randomFillSync(pool);
      taken = 0;
    }
    const bytes = pool.slice(taken, taken + length);
    pool.fill(0, taken, taken + length);
    taken += length;
    return bytes;
  };
}

export const randomIds: Ids = { uuid: () => randomUUID(), bytes: pooled() };

import { toBase64 } from '../integrity/base64.ts';
import { readCheckpoint } from '../integrity/checkpoint.ts';

/**
 * Whether two checkpoints of one epoch contradict each other: one size with two root hashes, or a log that shrank.
 * The directive that carried the newer one is obeyed all the same; the contradiction is evidence.
 * @param held newest seen before, null for none
 * @see docs/protocol.md §6.4
 */
export function checkpointForked(held: string | null, seen: string): boolean {
  if (held === seen) return false;
  const [before, now] = [held === null ? undefined : readCheckpoint(held), readCheckpoint(seen)];
  if (!before || !now || before.origin !== now.origin || before.epoch !== now.epoch) return false;
  return now.size < before.size || (now.size === before.size && toBase64(now.root) !== toBase64(before.root));
}

import { sameBytes } from './base64.ts';
import { largestPowerBelow, nodeHash, rangeHash, type SubtreeHash } from './merkle.ts';

/**
 * Audit path of leaf `index` in the tree of `size` leaves, from the leaf up (RFC 6962 §2.1.1).
 * @throws RangeError when index ≥ size
 */
export function inclusionProof(index: number, size: number, subtree: SubtreeHash): Uint8Array[] {
  if (index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const path = (at: number, from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return [];
    const middle = from + largestPowerBelow(to - from);
    return at < middle
      ? [...path(at, from, middle), rangeHash(middle, to, subtree)]
      : [...path(at, middle, to), rangeHash(from, middle, subtree)];
  };
  return path(index, 0, size);
}

/** Whether `proof` shows that `leaf` is leaf `index` of the tree of `size` leaves with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  { index, size, leaf, proof }: { index: number; size: number; leaf: Uint8Array; proof: readonly Uint8Array[] },
  root: Uint8Array,
): boolean {
  if (index < 0 || index >= size) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameBytes(hash, root);
}

/**
 * Proof that the tree of `size` leaves begins with the tree of `oldSize` (RFC 6962 §2.1.2).
 * @throws RangeError unless 0 < oldSize ≤ size
 */
export function consistencyProof(oldSize: number, size: number, subtree: SubtreeHash): Uint8Array[] {
  if (oldSize < 1 || oldSize > size) throw new RangeError(`no proof from ${oldSize} to ${size}`);
  const path = (old: number, from: number, to: number, whole: boolean): Uint8Array[] => {
    if (old === to) return whole ? [] : [rangeHash(from, to, subtree)];
    const middle = from + largestPowerBelow(to - from);
    return old <= middle
      ? [...path(old, from, middle, whole), rangeHash(middle, to, subtree)]
      : [...path(old, middle, to, false), rangeHash(from, middle, subtree)];
  };
  return path(oldSize, 0, size, true);
}

/** Whether `proof` shows that the tree (size, root) begins with the tree (oldSize, oldRoot) (RFC 9162 §2.1.4.2). */
export function verifyConsistency(
  { oldSize, size, proof }: { oldSize: number; size: number; proof: readonly Uint8Array[] },
  oldRoot: Uint8Array,
  root: Uint8Array,
): boolean {
  if (oldSize < 1 || oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && sameBytes(oldRoot, root);
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  let [node, last] = [oldSize - 1, size - 1];
  while (node % 2 === 1) [node, last] = [(node - 1) / 2, Math.floor(last / 2)];
  let [old, now] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    if (last === 0 || !old || !now) return false;
    if (node % 2 === 1 || node === last) {
      [old, now] = [nodeHash(sibling, old), nodeHash(sibling, now)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      now = nodeHash(now, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && old !== undefined && now !== undefined && sameBytes(old, oldRoot) && sameBytes(now, root);
}

const isPowerOfTwo = (count: number): boolean => largestPowerBelow(count + 1) === count;

import { sha256 } from './digest.ts';

/** Hash of one leaf over its data (RFC 6962 §2.1). */
export const leafHash = (data: Uint8Array): Uint8Array => sha256(Uint8Array.of(0), data);

/** Hash of an inner node. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(Uint8Array.of(1), left, right);

/** Root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256();

/**
 * The right edge of a tree: the roots of its complete subtrees, largest first, one for each bit set in `size`. All
 * that is needed to go on appending and to know the root.
 */
export interface Frontier {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}
export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

export function appendLeaf({ size, hashes }: Frontier, leaf: Uint8Array): Frontier {
  const edge = [...hashes];
  let hash = leaf;
  // Each low bit set is a complete subtree of the same height waiting for its right half.
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(edge.pop() ?? hash, hash);
  return { size: size + 1, hashes: [...edge, hash] };
}

/** Root of the tree the frontier belongs to. */
export const frontierRoot = ({ hashes }: Frontier): Uint8Array =>
  hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right));

/** Hash of a complete subtree: of the 2^level leaves from index·2^level on. */
export type SubtreeHash = (level: number, index: number) => Uint8Array;

/** Reads complete subtrees out of leaf hashes held in memory; for proofs over a whole log. */
export function subtreesOf(leaves: readonly Uint8Array[]): SubtreeHash {
  const levels: Uint8Array[][] = [[...leaves]];
  for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
    levels.push(Array.from({ length: Math.floor(below.length / 2) }, (_, at) => joined(below, at)));
  }
  return (level, index) => {
    const hash = levels[level]?.[index];
    if (!hash) throw new RangeError(`no complete subtree ${level}/${index}`);
    return hash;
  };
}

const joined = (below: readonly Uint8Array[], at: number): Uint8Array =>
  nodeHash(below[2 * at] ?? EMPTY_ROOT, below[2 * at + 1] ?? EMPTY_ROOT);

/** Hash over leaves [from, to) of a tree, as the tree of RFC 6962 splits them; `from` must be a border of the split. */
export function rangeHash(from: number, to: number, subtree: SubtreeHash): Uint8Array {
  if (to === from) return EMPTY_ROOT;
  const split = largestPowerBelow(to - from);
  if (split * 2 === to - from || to - from === 1) {
    const width = to - from;
    return subtree(Math.round(Math.log2(width)), from / width);
  }
  return nodeHash(rangeHash(from, from + split, subtree), rangeHash(from + split, to, subtree));
}

/** The largest power of two smaller than `count`; 1 for 1. */
export function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

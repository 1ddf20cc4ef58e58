import { describe, expect, it } from 'vitest';
import { leafHash, nodeHash, rangeHash, subtreesOf } from '../../../core/integrity/merkle.ts';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../../core/integrity/merkle-proof.ts';

/* Where a proof ends: hashes that fit, of trees that are not the ones claimed. */

const leaves = Array.from({ length: 9 }, (_, index) => leafHash(Buffer.from([index])));
const subtree = subtreesOf(leaves);
const rootOf = (size: number) => rangeHash(0, size, subtree);
const leafAt = (index: number) => leaves[index] as Uint8Array;
const pair = (from: number) => nodeHash(leafAt(from), leafAt(from + 1));

describe('a proof that a leaf is in a tree', () => {
  const proof = inclusionProof(0, 4, subtree);
  const valid = { index: 0, size: 4, leaf: leafAt(0), proof };
  it('holds as it was made', () => expect(verifyInclusion(valid, rootOf(4))).toBe(true));
  it.each([
    { name: 'an inner node in place of a leaf', given: { ...valid, leaf: pair(0), proof: proof.slice(1) } },
    { name: 'the root in place of a leaf', given: { ...valid, leaf: rootOf(4), proof: [] } },
    { name: 'a leaf before the first', given: { ...valid, index: -1 } },
    { name: 'a leaf behind the last', given: { ...valid, index: 4 } },
    { name: 'no tree', given: { ...valid, size: 0 } },
    { name: 'one sibling too many', given: { ...valid, proof: [...proof, leafAt(0)] } },
    { name: 'a tree that is said to be smaller', given: { ...valid, size: 2 } },
    { name: 'a tree that is said to be larger', given: { ...valid, size: 5 } },
  ])('does not show it of $name', ({ given }) => expect(verifyInclusion(given, rootOf(4))).toBe(false));
  it('is not believed for its root when it is longer than the tree is high', () => {
    const root = nodeHash(rootOf(4), leafAt(8));
    expect(verifyInclusion({ ...valid, proof: [...proof, leafAt(8)] }, root)).toBe(false);
  });
  it('is not made for a leaf that is not there', () => {
    expect(() => inclusionProof(4, 4, subtree)).toThrow(new RangeError('no leaf 4 in a tree of 4'));
    expect(inclusionProof(3, 4, subtree)).toHaveLength(2);
  });
});

describe('a proof that a tree begins with another', () => {
  it.each([1, 2, 3, 5, 8])('holds as it was made, from %i', (oldSize) => {
    const proof = consistencyProof(oldSize, 9, subtree);
    expect(verifyConsistency({ oldSize, size: 9, proof }, rootOf(oldSize), rootOf(9))).toBe(true);
  });
  it('of a tree and itself is empty', () => {
    expect(consistencyProof(4, 4, subtree)).toStrictEqual([]);
    expect(verifyConsistency({ oldSize: 4, size: 4, proof: [] }, rootOf(4), rootOf(4))).toBe(true);
    expect(verifyConsistency({ oldSize: 4, size: 4, proof: [leafAt(0)] }, rootOf(4), rootOf(4))).toBe(false);
    expect(verifyConsistency({ oldSize: 4, size: 4, proof: [] }, rootOf(3), rootOf(4))).toBe(false);
  });
  it.each([
    { name: 'no tree', oldSize: 0, size: 4 },
    { name: 'less than none', oldSize: -1, size: 4 },
    { name: 'the larger one', oldSize: 5, size: 4 },
  ])('is neither made nor believed from $name', ({ oldSize, size }) => {
    expect(() => consistencyProof(oldSize, size, subtree)).toThrow(
      new RangeError(`no proof from ${oldSize} to ${size}`),
    );
    for (const proof of [[], consistencyProof(1, 4, subtree), consistencyProof(4, 5, subtree)])
      expect(verifyConsistency({ oldSize, size, proof }, rootOf(Math.max(1, oldSize)), rootOf(size))).toBe(false);
  });
  it('is not believed when it is too short, though what it makes is the root', () => {
    const [old, other] = [leafAt(0), leafAt(1)];
    expect(verifyConsistency({ oldSize: 1, size: 2, proof: [other] }, old, nodeHash(old, other))).toBe(true);
    expect(verifyConsistency({ oldSize: 1, size: 4, proof: [other] }, old, nodeHash(old, other))).toBe(false);
    expect(verifyConsistency({ oldSize: 1, size: 4, proof: [] }, old, old)).toBe(false);
    expect(verifyConsistency({ oldSize: 3, size: 4, proof: [] }, old, old)).toBe(false);
  });
  it('is not believed when it is too long, though what it makes is the root', () => {
    const [old, other] = [leafAt(0), leafAt(1)];
    const root = nodeHash(nodeHash(old, other), leafAt(2));
    expect(verifyConsistency({ oldSize: 1, size: 2, proof: [other, leafAt(2)] }, old, root)).toBe(false);
    expect(verifyConsistency({ oldSize: 1, size: 3, proof: [other, leafAt(2)] }, old, root)).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendLeaf,
  EMPTY_FRONTIER,
  frontierRoot,
  leafHash,
  rangeHash,
  subtreesOf,
} from '../../../core/integrity/merkle.ts';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../../core/integrity/merkle-proof.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'hex');

/** Leaves, roots and proofs that the reference implementation of Certificate Transparency publishes. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hashes = LEAVES.map((leaf) => leafHash(bytes(leaf)));
const subtree = subtreesOf(hashes);
const grow = (count: number) => hashes.slice(0, count).reduce(appendLeaf, EMPTY_FRONTIER);

describe('the tree of Certificate Transparency', () => {
  it.each(ROOTS.map((root, size) => ({ size, root })))('of $size leaves has its published root', ({ size, root }) => {
    expect(hex(frontierRoot(grow(size)))).toBe(root);
    expect(hex(rangeHash(0, size, subtree))).toBe(root);
  });

  it('gives the published path to leaf 0 of 8', () => {
    expect(inclusionProof(0, 8, subtree).map(hex)).toStrictEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });

  it('gives the published proof from 6 to 8', () => {
    expect(consistencyProof(6, 8, subtree).map(hex)).toStrictEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('gives the published proof from 2 to 5', () => {
    expect(consistencyProof(2, 5, subtree).map(hex)).toStrictEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });
});

const many = Array.from({ length: 300 }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
const anyTree = fc.integer({ min: 1, max: many.length }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    index: fc.integer({ min: 0, max: size - 1 }),
    oldSize: fc.integer({ min: 1, max: size }),
    flipped: fc.nat(),
  }),
);
const rootAt = (size: number): Uint8Array => frontierRoot(many.slice(0, size).reduce(appendLeaf, EMPTY_FRONTIER));
const flip = (hash: Uint8Array): Uint8Array => hash.map((byte, at) => (at === 7 ? byte ^ 1 : byte));
const damaged = (proof: readonly Uint8Array[], at: number): Uint8Array[] =>
  proof.map((hash, index) => (index === at % proof.length ? flip(hash) : hash));

describe('proofs', () => {
  it('show every leaf of every tree, and nothing when one bit is different', () =>
    fc.assert(
      fc.property(anyTree, ({ size, index, flipped }) => {
        const proof = inclusionProof(index, size, subtreesOf(many.slice(0, size)));
        const leaf = many[index] ?? new Uint8Array();
        const root = rootAt(size);
        expect(verifyInclusion({ index, size, leaf, proof }, root)).toBe(true);
        expect(verifyInclusion({ index, size, leaf: flip(leaf), proof }, root)).toBe(false);
        expect(verifyInclusion({ index, size, leaf, proof }, flip(root))).toBe(false);
        expect(verifyInclusion({ index, size, leaf, proof: [...proof, leaf] }, root)).toBe(false);
        if (proof.length === 0) return;
        expect(verifyInclusion({ index, size, leaf, proof: damaged(proof, flipped) }, root)).toBe(false);
        expect(verifyInclusion({ index, size, leaf, proof: proof.slice(1) }, root)).toBe(false);
      }),
      { numRuns: 60 },
    ));

  it('show that a tree begins with an older one, and nothing when one bit is different', () =>
    fc.assert(
      fc.property(anyTree, ({ size, oldSize, flipped }) => {
        const proof = consistencyProof(oldSize, size, subtreesOf(many.slice(0, size)));
        const [oldRoot, root] = [rootAt(oldSize), rootAt(size)];
        expect(verifyConsistency({ oldSize, size, proof }, oldRoot, root)).toBe(true);
        expect(verifyConsistency({ oldSize, size, proof }, flip(oldRoot), root)).toBe(false);
        expect(verifyConsistency({ oldSize, size, proof }, oldRoot, flip(root))).toBe(false);
        expect(verifyConsistency({ oldSize, size, proof: [...proof, root] }, oldRoot, root)).toBe(false);
        if (proof.length === 0) return;
        expect(verifyConsistency({ oldSize, size, proof: damaged(proof, flipped) }, oldRoot, root)).toBe(false);
        expect(verifyConsistency({ oldSize, size, proof: proof.slice(0, -1) }, oldRoot, root)).toBe(false);
      }),
      { numRuns: 60 },
    ));

  it.each([
    { name: 'a leaf outside the tree', when: () => inclusionProof(8, 8, subtree) },
    { name: 'a proof from nothing', when: () => consistencyProof(0, 8, subtree) },
    { name: 'a proof from a larger tree', when: () => consistencyProof(9, 8, subtree) },
    { name: 'a subtree that is not complete', when: () => subtree(3, 1) },
  ])('are not made for $name', ({ when }) => expect(when).toThrow(RangeError));

  it.each([
    { index: 8, size: 8 },
    { index: -1, size: 8 },
  ])('are not believed for leaf $index of $size', (place) =>
    expect(verifyInclusion({ ...place, leaf: hashes[0] ?? bytes(''), proof: [] }, hashes[0] ?? bytes(''))).toBe(false),
  );

  it('are not believed for a leaf behind the only one', () => {
    const only = hashes[0] ?? bytes('');
    expect(verifyInclusion({ index: 0, size: 1, leaf: only, proof: [] }, only)).toBe(true);
    expect(verifyInclusion({ index: 1, size: 1, leaf: only, proof: [] }, only)).toBe(false);
  });

  it('from an empty tree prove nothing', () =>
    expect(verifyConsistency({ oldSize: 0, size: 1, proof: [] }, bytes(''), hashes[0] ?? bytes(''))).toBe(false));
});

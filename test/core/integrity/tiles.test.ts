import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot, leafHash, rangeHash } from '../../../core/integrity/merkle.ts';
import {
  entryBundle,
  filledTiles,
  frontierOf,
  parseTilePath,
  readEntryBundle,
  subtreesInTiles,
  tileBytes,
  tileHashes,
  tilePath,
  tileRoot,
  tilesOf,
} from '../../../core/integrity/tiles.ts';

describe('names of tiles', () => {
  it.each([
    { tile: { level: 0, index: 0, width: 256 }, path: 'tile/0/000' },
    { tile: { level: 0, index: 999, width: 255 }, path: 'tile/0/999.p/255' },
    { tile: { level: 1, index: 1000, width: 1 }, path: 'tile/1/x001/000.p/1' },
    { tile: { level: 0, index: 1_234_067, width: 256 }, path: 'tile/0/x001/x234/067' },
    { tile: { level: 'entries', index: 67, width: 256 }, path: 'tile/entries/067' },
  ] as const)('$path', ({ tile, path }) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toStrictEqual(tile);
  });

  it.each([
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/001.p/256',
    'tile/0/001.p/0',
    'tile/0/001.p/01',
    'tile/64/000',
    'tile/00/000',
    'tile/0/x001',
    'tile/entry/000',
    '/tile/0/000',
    `tile/0/${'x999/'.repeat(6)}999`,
  ])('refuses %s', (path) => expect(parseTilePath(path)).toBeUndefined());
});

describe('tiles of a tree', () => {
  it.each([
    { size: 0, tiles: [] },
    { size: 1, tiles: [{ level: 0, index: 0, width: 1 }] },
    { size: 255, tiles: [{ level: 0, index: 0, width: 255 }] },
    {
      size: 256,
      tiles: [
        { level: 0, index: 0, width: 256 },
        { level: 1, index: 0, width: 1 },
      ],
    },
    {
      size: 257,
      tiles: [
        { level: 0, index: 0, width: 256 },
        { level: 0, index: 1, width: 1 },
        { level: 1, index: 0, width: 1 },
      ],
    },
  ])('of $size leaves', ({ size, tiles }) => expect(tilesOf(size)).toStrictEqual(tiles));

  it.each([
    { from: 0, to: 255, tiles: [] },
    { from: 0, to: 256, tiles: [{ level: 0, index: 0 }] },
    { from: 256, to: 511, tiles: [] },
    {
      from: 255,
      to: 512,
      tiles: [
        { level: 0, index: 0 },
        { level: 0, index: 1 },
      ],
    },
    {
      from: 65_535,
      to: 65_536,
      tiles: [
        { level: 0, index: 255 },
        { level: 1, index: 0 },
      ],
    },
  ])('filled from $from to $to', ({ from, to, tiles }) => expect(filledTiles(from, to)).toStrictEqual(tiles));
});

const leaves = Array.from({ length: 1100 }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
const edge = (size: number) => leaves.slice(0, size).reduce(appendLeaf, EMPTY_FRONTIER);
/** Hashes of a tile as a log would store it, each level made from full tiles below. */
const hashesOf = (size: number) => {
  const levels = [leaves.slice(0, size)];
  for (let below = leaves.slice(0, size); below.length >= 256; below = levels.at(-1) ?? []) {
    levels.push(
      Array.from({ length: Math.floor(below.length / 256) }, (_, at) =>
        tileRoot(below.slice(at * 256, at * 256 + 256)),
      ),
    );
  }
  return (level: number, index: number) => (levels[level] ?? []).slice(index * 256, index * 256 + 256);
};

describe('a tree read from tiles', () => {
  it.each([1, 255, 256, 257, 512, 1023, 1100])('of %i leaves has the root and the edge of the tree itself', (size) => {
    const subtree = subtreesInTiles(hashesOf(size));
    const frontier = edge(size);
    expect(rangeHash(0, size, subtree)).toStrictEqual(frontierRoot(frontier));
    expect(frontierOf(size, subtree)).toStrictEqual(frontier);
  });

  it('has no edge when it is empty', () =>
    expect(
      frontierOf(
        0,
        subtreesInTiles(() => []),
      ),
    ).toStrictEqual(EMPTY_FRONTIER));

  it('says when a tile is too short', () => expect(() => subtreesInTiles(() => [])(0, 0)).toThrow(RangeError));
});

describe('bytes of tiles', () => {
  it('are the hashes one after the other', () => {
    const three = leaves.slice(0, 3);
    const bytes = tileBytes(three);
    expect(bytes.length).toBe(96);
    expect(tileHashes(bytes, 3)?.map((hash) => Buffer.from(hash))).toStrictEqual(three);
  });
  it.each([2, 4])('are not taken for %i hashes', (width) =>
    expect(tileHashes(tileBytes(leaves.slice(0, 3)), width)).toBeUndefined(),
  );
});

describe('entry bundles', () => {
  it('come back as they were', () =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 20 }), (entries) => {
        const read = readEntryBundle(entryBundle(entries)) ?? [];
        expect(read.map((entry) => [...entry])).toStrictEqual(entries.map((entry) => [...entry]));
      }),
    ));
  it('put the length before the entry, big-endian', () =>
    expect([...entryBundle([new Uint8Array(258)])].slice(0, 3)).toStrictEqual([1, 2, 0]));
  it.each([[[0]], [[0, 1]], [[0, 2, 7]]])('that end inside an entry are refused: %j', (bytes) =>
    expect(readEntryBundle(Uint8Array.from(bytes))).toBeUndefined(),
  );
  it('take entries of up to 65,535 bytes', () => {
    expect(entryBundle([new Uint8Array(65_535)]).length).toBe(65_537);
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});

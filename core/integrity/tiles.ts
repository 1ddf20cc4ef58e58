import { type Frontier, nodeHash, type SubtreeHash } from './merkle.ts';

/*
 * C2SP tlog-tiles: the tree cut into tiles of 256 hashes, eight levels high. Tile (level, index) holds the hashes of
 * tree level 8·level from index·256 on; the last tile of a level may be partial, with its width in its name.
 */
const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const HASH_BYTES = 32;
const MAX_ENTRY_BYTES = 65_535;

export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** Hashes or entries in it, 1 … 256. */
  readonly width: number;
}

/** `tile/0/x001/x234/067`, with `.p/<width>` behind a partial one. @see docs/protocol.md §6.5 */
export function tilePath({ level, index, width }: Tile): string {
  const groups =
    String(index)
      .padStart(Math.ceil(String(index).length / 3) * 3, '0')
      .match(/\d{3}/g) ?? [];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${name}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** @returns undefined for anything but the one spelling of a tile's name. */
export function parseTilePath(path: string): Tile | undefined {
  const found = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!found) return undefined;
  const [, level = '', name = '', width] = found;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(name.replace(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const inBounds = tile.width > 0 && Number.isSafeInteger(tile.index) && (level === 'entries' || Number(level) < 64);
  return inBounds && tilePath(tile) === path ? tile : undefined;
}

/** Every hash tile of a tree of `size` leaves, lowest level first, full ones before the partial one. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < count; index++) {
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) });
    }
  }
  return tiles;
}

/** The full hash tiles that a tree gains by growing from one size to another, lowest level first. */
export function filledTiles(from: number, to: number): { readonly level: number; readonly index: number }[] {
  const tiles: { level: number; index: number }[] = [];
  for (let level = 0, [old, now] = [from, to]; now >= TILE_WIDTH; level++) {
    [old, now] = [Math.floor(old / TILE_WIDTH), Math.floor(now / TILE_WIDTH)];
    for (let index = old; index < now; index++) tiles.push({ level, index });
  }
  return tiles;
}

/** The bytes of a hash tile. */
export const tileBytes = (hashes: readonly Uint8Array[]): Uint8Array => Buffer.concat(hashes);

/** @returns the hashes in a tile, undefined when the bytes are not `width` hashes. */
export function tileHashes(bytes: Uint8Array, width: number): Uint8Array[] | undefined {
  if (bytes.length !== width * HASH_BYTES) return undefined;
  return Array.from({ length: width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** The one hash that a full tile stands for in the tile above it; also of any 2^n hashes beside each other. */
export function tileRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [first, second] = hashes;
  if (!first) throw new RangeError('an empty tile has no root');
  if (!second) return first;
  const middle = hashes.length / 2;
  return nodeHash(tileRoot(hashes.slice(0, middle)), tileRoot(hashes.slice(middle)));
}

/**
 * Complete subtrees read from tiles.
 * @param hashes of tile (level, index), as many as it has by now
 */
export const subtreesInTiles =
  (hashes: (level: number, index: number) => readonly Uint8Array[]): SubtreeHash =>
  (level, index) => {
    const width = 2 ** (level % TILE_HEIGHT);
    const first = index * width;
    const tile = hashes(Math.floor(level / TILE_HEIGHT), Math.floor(first / TILE_WIDTH));
    const within = tile.slice(first % TILE_WIDTH, (first % TILE_WIDTH) + width);
    if (within.length !== width) throw new RangeError(`no complete subtree ${level}/${index}`);
    return tileRoot(within);
  };

/** The right edge of a tree of `size` leaves, to go on appending from stored tiles. */
export function frontierOf(size: number, subtree: SubtreeHash): Frontier {
  const hashes: Uint8Array[] = [];
  let from = 0;
  for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level--) {
    const width = 2 ** level;
    if (size - from < width) continue;
    hashes.push(subtree(level, from / width));
    from += width;
  }
  return { size, hashes };
}

/** An entry bundle: each entry behind its length in two bytes, big-endian. @throws RangeError above 65,535 bytes */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_BYTES) throw new RangeError(`an entry of ${entry.length} bytes`);
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/** @returns undefined when the bytes end inside an entry. */
export function readEntryBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return undefined;
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

import { leafData } from '../../core/audit/entry.ts';
import { frontierRoot, leafHash } from '../../core/integrity/merkle.ts';
import {
  entryBundle,
  frontierOf,
  subtreesInTiles,
  type Tile,
  tileBytes,
  tileHashes,
  tileRoot,
} from '../../core/integrity/tiles.ts';
import type { World } from '../ports.ts';

const TILE_WIDTH = 256;

type LogWorld = Pick<World, 'log'>;

/**
 * The hashes of one tile of the log. Full tiles are cut once and kept; a partial one is computed, at the lowest
 * level from leaves, above from the roots of the full tiles below.
 */
export async function hashesOfTile(
  { log }: LogWorld,
  { level, index, width }: { level: number; index: number; width: number },
): Promise<Uint8Array[]> {
  const full = width === TILE_WIDTH;
  const stored = full ? await log.tile(level, index) : undefined;
  const held = stored && tileHashes(stored, TILE_WIDTH);
  if (held) return held;
  const first = index * TILE_WIDTH;
  const hashes = level === 0 ? await leafHashes({ log }, first, width) : await rootsBelow({ log }, level, first, width);
  if (full) await log.putTile(level, index, tileBytes(hashes));
  return hashes;
}

const leafHashes = async ({ log }: LogWorld, first: number, count: number): Promise<Uint8Array[]> =>
  (await log.leaves(first, first + count)).map((leaf) => leafHash(leafData(leaf)));

async function rootsBelow(world: LogWorld, level: number, first: number, count: number): Promise<Uint8Array[]> {
  const roots: Uint8Array[] = [];
  for (let index = first; index < first + count; index++)
    roots.push(tileRoot(await hashesOfTile(world, { level: level - 1, index, width: TILE_WIDTH })));
  return roots;
}

/** Bytes of a tile or entry bundle as C2SP tlog-tiles serves it; undefined when the log has not grown that far. */
export async function bytesOfTile({ log }: LogWorld, { level, index, width }: Tile): Promise<Uint8Array | undefined> {
  const span = level === 'entries' ? 1 : TILE_WIDTH ** level;
  if ((index * TILE_WIDTH + width) * span > (await log.size())) return undefined;
  if (level !== 'entries') return tileBytes(await hashesOfTile({ log }, { level, index, width }));
  return entryBundle((await log.leaves(index * TILE_WIDTH, index * TILE_WIDTH + width)).map(leafData));
}

/** Root of the first `size` leaves of the log, read along the right edge of its tiles. */
export async function logRoot(world: LogWorld, size: number): Promise<Uint8Array> {
  const edge = new Map<string, readonly Uint8Array[]>();
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    const width = count % TILE_WIDTH;
    const index = Math.floor(count / TILE_WIDTH);
    if (width > 0) edge.set(`${level}/${index}`, await hashesOfTile(world, { level, index, width }));
  }
  return frontierRoot(
    frontierOf(
      size,
      subtreesInTiles((level, index) => edge.get(`${level}/${index}`) ?? []),
    ),
  );
}

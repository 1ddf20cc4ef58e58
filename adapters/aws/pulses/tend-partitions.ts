import { DynamoError } from '../dynamodb/dynamo-error.ts';
import { partitionKey, partitionOf } from './places.ts';
import type { StoredPulse } from './pulse-item.ts';
import type { Registered, Registry } from './registry.ts';

/** A page of a query is 1 MB, about 4,000 rows; a partition takes 1,000 writes a second. */
const ROWS = 1000;
/** Grown only when a quarter too full, so that a fleet that comes and goes around a limit does not grow for ever. */
const FULL = 1.25;
/** After a doubling, until no reader and no writer goes by the old number any more. */
const SETTLING_SECONDS = 600;

/** In one go; the rest waits for the next. Most rows are written anew by their nodes meanwhile. */
const MOVED_AT_MOST = 2000;
const MOVERS = 16;

interface Seen {
  readonly cluster: string;
  readonly partitions: Registered;
  readonly nodes: number;
  readonly misplaced: readonly StoredPulse[];
}

/**
 * Keeps partitions at about a thousand rows: doubles their number as often as needed, and later moves what lies where
 * the old number put it. Nothing is lost on the way, because readers look at all partitions and take the later of two
 * rows; and nothing has to be done in time.
 */
export async function tendPartitions(
  registry: Registry,
  move: (stored: StoredPulse) => Promise<void>,
  { cluster, partitions, nodes, misplaced }: Seen,
  nowSeconds: number,
): Promise<void> {
  const { count, from, grownAt } = partitions;
  if (nodes > count * ROWS * FULL) {
    const grown = 2 ** Math.ceil(Math.log2(nodes / ROWS));
    await unlessMoved(registry.change(cluster, partitions, { count: grown, from, grownAt: nowSeconds }));
  } else if (from < count && nowSeconds - grownAt > SETTLING_SECONDS) {
    await moveSome(misplaced, move);
    if (misplaced.length === 0)
      await unlessMoved(registry.change(cluster, partitions, { count, from: count, grownAt }));
  }
}

async function moveSome(
  misplaced: readonly StoredPulse[],
  move: (stored: StoredPulse) => Promise<void>,
): Promise<void> {
  let next = 0;
  const mover = async (): Promise<void> => {
    for (let stored = misplaced[next++]; stored && next <= MOVED_AT_MOST; stored = misplaced[next++])
      await move(stored);
  };
  await Promise.all(Array.from({ length: MOVERS }, mover));
}

/** Whether a row lies elsewhere than where it would be written now. */
export const isMisplaced = ({ row, key }: StoredPulse, cluster: string, count: number): boolean =>
  key.c !== partitionKey(cluster, partitionOf(row.node, count));

/** Somebody else tended it first: there is nothing left to do. */
const unlessMoved = (change: Promise<void>): Promise<void> =>
  change.catch((error: unknown) => {
    if (!(error instanceof DynamoError && error.refused)) throw error;
  });

import { PARTITIONS } from '../../../schemas/aws-tables.ts';
import type { StreamId } from '../../../schemas/event.ts';
import type { LogLeaf } from '../../../usecases/ports.ts';
import type { Item } from '../dynamodb/dynamo-call.ts';
import { keys, ONLY, text, textIn } from '../dynamodb/items.ts';

/**
 * Leaves of one append stand in one item, so a leaf costs its bytes and not a write of its own. Were each of a stream
 * of its own, their transaction would still be below 100 items.
 */
export const LEAVES_PER_ITEM = 90;

export const sizeKeys = keys(PARTITIONS.log, 'size');

/** How far one stream is in the log. */
export const loggedKeys = (stream: StreamId) => keys(`${PARTITIONS.logged}${stream}`, ONLY);
export const loggedStream = (item: Item): StreamId => textIn(item, 'pk').slice(PARTITIONS.logged.length);

export const leavesSort = (first: number): string => `L#${String(first).padStart(16, '0')}`;

export const leavesItem = (first: number, leaves: readonly LogLeaf[]): Item => ({
  ...keys(PARTITIONS.log, leavesSort(first)),
  leaves: text(JSON.stringify(leaves.map(({ stream, revision, hash }) => [stream, revision, hash]))),
});

/** The leaves of an item, and the place of the first. */
export function toLeaves(item: Item): { readonly first: number; readonly leaves: readonly LogLeaf[] } {
  const rows = JSON.parse(textIn(item, 'leaves')) as [StreamId, number, string][];
  const leaves = rows.map(([stream, revision, hash]) => ({ stream, revision, hash }));
  return { first: Number(textIn(item, 'sk').slice('L#'.length)), leaves };
}

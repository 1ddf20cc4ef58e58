import type { StreamId } from '../../../schemas/event.ts';
import type { LogLeaf } from '../../../usecases/ports.ts';
import { batchGet } from '../dynamodb/batches.ts';
import type { DynamoCall, Item, TransactItem } from '../dynamodb/dynamo-call.ts';
import { DynamoError } from '../dynamodb/dynamo-error.ts';
import { ABSENT, atRevision, number, numberIn, putOf, textIn } from '../dynamodb/items.ts';
import { type Patience, persist } from '../dynamodb/retrying.ts';
import { transactWrite } from '../dynamodb/transact-write.ts';
import { leavesItem, loggedKeys, loggedStream, sizeKeys } from './log-items.ts';

/** What an append builds on. */
interface Edge {
  readonly size: number;
  /** The last revision in the log of each stream asked about that is in it. */
  readonly logged: ReadonlyMap<StreamId, number>;
}

/**
 * Gives the next places to those leaves that the log does not hold, in the order given, in one transaction: the size,
 * the leaves, and how far each of their streams is now. Whoever was overtaken by another process looks again.
 * @param leaves at most LEAVES_PER_ITEM
 * @returns the size of the log
 * @throws when a stream's leaf would be left out before one of these: the log would never be whole
 */
export const appendLeaves = (
  call: DynamoCall,
  table: string,
  leaves: readonly LogLeaf[],
  patience: Patience,
): Promise<number> =>
  persist(async () => {
    const streams = [...new Set(leaves.map(({ stream }) => stream))];
    const edge = await readEdge(call, table, streams);
    const { fresh, reached } = freshLeaves(leaves, edge.logged);
    if (fresh.length === 0) return edge.size;
    const size = edge.size + fresh.length;
    const items: TransactItem[] = [
      { Put: putOf(table, { ...sizeKeys, revision: number(size) }, edge.size === 0 ? ABSENT : atRevision(edge.size)) },
      { Put: putOf(table, leavesItem(edge.size, fresh), ABSENT) },
      ...[...reached].map(([stream, revision]) => {
        const before = edge.logged.get(stream);
        const item = { ...loggedKeys(stream), revision: number(revision) };
        return { Put: putOf(table, item, before === undefined ? ABSENT : atRevision(before)) };
      }),
    ];
    const refused = await transactWrite(call, items);
    if (refused.length > 0) throw new DynamoError('TransactionConflictException', 'another process was faster');
    return size;
  }, patience);

async function readEdge(call: DynamoCall, table: string, streams: readonly StreamId[]): Promise<Edge> {
  const items = await batchGet(call, table, [sizeKeys, ...streams.map(loggedKeys)]);
  const isSize = (item: Item): boolean => textIn(item, 'sk') === sizeKeys.sk.S;
  const size = items.find(isSize);
  const logged = items
    .filter((item) => !isSize(item))
    .map((item) => [loggedStream(item), numberIn(item, 'revision')] as const);
  return { size: size ? numberIn(size, 'revision') : 0, logged: new Map(logged) };
}

/** Leaves behind what is logged of their streams, each once, and how far their streams are with them. */
function freshLeaves(leaves: readonly LogLeaf[], logged: ReadonlyMap<StreamId, number>) {
  const reached = new Map<StreamId, number>();
  const fresh: LogLeaf[] = [];
  for (const leaf of leaves) {
    const last = reached.get(leaf.stream) ?? logged.get(leaf.stream) ?? 0;
    if (leaf.revision <= last) continue;
    if (leaf.revision > last + 1) throw new Error(`the log lacks revision ${last + 1} of ${leaf.stream}`);
    reached.set(leaf.stream, leaf.revision);
    fresh.push(leaf);
  }
  return { fresh, reached };
}

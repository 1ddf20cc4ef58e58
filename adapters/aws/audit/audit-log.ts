import type { AuditLog } from '../../../usecases/ports.ts';
import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import { numberIn, text } from '../dynamodb/items.ts';
import { queryUpTo } from '../dynamodb/query-up-to.ts';
import { PATIENCE, type Patience } from '../dynamodb/retrying.ts';
import { appendLeaves } from './append-leaves.ts';
import { gathered } from './gathered.ts';
import { LEAVES_PER_ITEM, leavesSort, sizeKeys, toLeaves } from './log-items.ts';

/** Several processes at once let one through each time; ten of them need some turns. */
const OVERTAKEN: Patience = { ...PATIENCE, attempts: 25, longestPauseMs: 400 };

/**
 * The audit log's leaves on the streams table; its tiles are kept elsewhere. Several processes may append: all move
 * the one item that holds the size, and whoever is late looks again. Of each stream the log holds the revisions from 1
 * on without a gap, so one number says which of its leaves are there.
 * @param tiles where full tiles are kept
 */
export function dynamoAuditLog({
  call,
  table,
  tiles,
  patience = OVERTAKEN,
}: {
  readonly call: DynamoCall;
  readonly table: string;
  readonly tiles: Pick<AuditLog, 'tile' | 'putTile'>;
  /** With being overtaken by other processes. */
  readonly patience?: Patience;
}): AuditLog {
  const append = gathered((leaves) => appendLeaves(call, table, leaves, patience), LEAVES_PER_ITEM);
  const size = async (): Promise<number> => {
    const { Item } = await call('GetItem', { TableName: table, Key: sizeKeys, ConsistentRead: true });
    return Item ? numberIn(Item, 'revision') : 0;
  };
  return {
    async append(leaves) {
      let reached: number | undefined;
      for (let from = 0; from < leaves.length; from += LEAVES_PER_ITEM)
        reached = await append(leaves.slice(from, from + LEAVES_PER_ITEM));
      return reached ?? size();
    },
    size,
    async leaves(from, to) {
      if (to <= from) return [];
      const items = await queryUpTo(call, {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :log AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':log': sizeKeys.pk,
          ':from': text(leavesSort(Math.max(0, from - LEAVES_PER_ITEM + 1))),
          ':to': text(leavesSort(to - 1)),
        },
      });
      return items
        .map(toLeaves)
        .flatMap(({ first, leaves }) => leaves.slice(Math.max(0, from - first), Math.max(0, to - first)));
    },
    tile: tiles.tile,
    putTile: tiles.putTile,
  };
}

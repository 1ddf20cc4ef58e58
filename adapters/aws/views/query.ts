import type { Views } from '../../../usecases/ports.ts';
import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import { text } from '../dynamodb/items.ts';
import { queryUpTo } from '../dynamodb/query-up-to.ts';
import { toRow, viewPartition } from './rows.ts';

/** The least text a sort key can be, and one behind everything that begins with a prefix. */
const FIRST = ' ';
const LAST = '\u{10ffff}';

/**
 * Rows of one partition in order. Where a page begins is a bound of the query and not a key handed back to DynamoDB,
 * so any text is a place to go on from; the row at that very place is read and left out.
 */
export const queryRows =
  (call: DynamoCall, table: string): Views['query'] =>
  async (view, partition, { after, limit, descending = false, prefix = '' }) => {
    const [least, greatest] = [prefix || FIRST, `${prefix}${LAST}`];
    const from = !descending && after !== undefined && after > least ? after : least;
    const to = descending && after !== undefined && after < greatest ? after : greatest;
    if (from > to) return { rows: [] };
    const items = await queryUpTo(
      call,
      {
        TableName: table,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':partition': text(viewPartition(view, partition)),
          ':from': text(from),
          ':to': text(to),
        },
        ScanIndexForward: !descending,
      },
      limit + (after === undefined ? 1 : 2),
    );
    const found = items.map((item) => toRow(partition, item)).filter(({ sort }) => sort !== after);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return found.length > limit && last ? { rows, next: last.sort } : { rows };
  };

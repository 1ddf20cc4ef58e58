import type { Views, ViewWrite } from '../../../usecases/ports.ts';
import type { DynamoCall, Item, TransactItem } from '../dynamodb/dynamo-call.ts';
import { ABSENT, atRevision, keys, number, numberIn, putOf, text } from '../dynamodb/items.ts';
import { transactWrite } from '../dynamodb/transact-write.ts';
import { dropAll } from './drop.ts';
import { queryRows } from './query.ts';
import { markKeys, toRow, viewPartition } from './rows.ts';

/**
 * Read models on the streams table: a row is an item, and so is the mark of a stream. A commit is one transaction, and
 * has room for 99 rows; the fold never brings more than 80 (eight events, each in at most ten rows).
 * `mark` and `get` are read consistently, for the fold adds to what they say; `query` may be a little behind.
 */
export function dynamoViews({ call, table }: { readonly call: DynamoCall; readonly table: string }): Views {
  const read = async (key: Item): Promise<Item | undefined> =>
    (await call('GetItem', { TableName: table, Key: key, ConsistentRead: true })).Item;
  const store = ({ view, partition, sort, doc }: ViewWrite): TransactItem => {
    const key = keys(viewPartition(view, partition), sort);
    return doc === null
      ? { Delete: { TableName: table, Key: key } }
      : { Put: putOf(table, { ...key, doc: text(JSON.stringify(doc)) }) };
  };

  return {
    async mark(stream) {
      const item = await read(markKeys(stream));
      return item ? numberIn(item, 'revision') : 0;
    },
    async commit(stream, from, to, writes) {
      const mark = putOf(table, { ...markKeys(stream), revision: number(to) }, from === 0 ? ABSENT : atRevision(from));
      const refused = await transactWrite(call, [{ Put: mark }, ...writes.map(store)]);
      return refused.length === 0 ? 'committed' : 'moved';
    },
    async get(view, partition, sort) {
      const item = await read(keys(viewPartition(view, partition), sort));
      return item && toRow(partition, item);
    },
    query: queryRows(call, table),
    drop: () => dropAll(call, table),
  };
}

import { BY_KIND } from '../../../schemas/aws-tables.ts';
import type { StreamId } from '../../../schemas/event.ts';
import type { Head, Streams } from '../../../usecases/ports.ts';
import { batchGet } from '../dynamodb/batches.ts';
import type { DynamoCall, Item } from '../dynamodb/dynamo-call.ts';
import { text, textIn } from '../dynamodb/items.ts';
import { queryUpTo } from '../dynamodb/query-up-to.ts';
import { commandKeys, eventSort, headKeys, listKey, toCommand, toEvent, toHead } from './stream-items.ts';

/** Sorts behind everything that begins with a prefix. */
const LAST = '\u{10ffff}';
const LAST_REVISION = Number.MAX_SAFE_INTEGER;

/**
 * Single streams, and lists of one kind. A list takes the order from the index and the heads from the table, so a head
 * in it is as new as `load` would give; only a stream made a moment ago may not be listed yet.
 */
export function reader(call: DynamoCall, table: string): Omit<Streams, 'append' | 'changes'> {
  const get = async (key: Item, consistent: boolean): Promise<Item | undefined> =>
    (await call('GetItem', { TableName: table, Key: key, ConsistentRead: consistent })).Item;
  const head = async (stream: StreamId, consistent: boolean): Promise<Head | undefined> => {
    const item = await get(headKeys(stream), consistent);
    return item && toHead(item);
  };
  const names = (kind: string, from: string, to: string, limit: number): Promise<Item[]> =>
    queryUpTo(
      call,
      {
        TableName: table,
        IndexName: BY_KIND.name,
        KeyConditionExpression: '#kind = :kind AND #key BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#kind': BY_KIND.partitionKey, '#key': BY_KIND.sortKey },
        ExpressionAttributeValues: { ':kind': text(kind), ':from': text(from), ':to': text(to) },
      },
      limit,
    );

  return {
    load: (stream) => head(stream, true),
    loadEventually: (stream) => head(stream, false),
    async command(key) {
      const item = await get(commandKeys(key), true);
      return item && toCommand(key, item);
    },
    async events(stream, { after, limit }) {
      const items = await queryUpTo(
        call,
        {
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :stream AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':stream': text(stream),
            ':from': text(eventSort(after + 1)),
            ':to': text(eventSort(LAST_REVISION)),
          },
        },
        limit,
      );
      return items.map(toEvent);
    },
    async list(kind, { after = '', limit, prefix = '' }) {
      // A cursor is the id of the last stream seen; just behind it is where its key ends and nothing else begins.
      const behind = after === '' ? '' : `${listKey(after)}!`;
      const [from, to] = [behind > prefix ? behind : prefix || ' ', `${prefix}${LAST}`];
      const found = from > to ? [] : await names(kind, from, to, limit + 1);
      const streams = found.slice(0, limit).map((item) => textIn(item, 'pk'));
      const heads = new Map(
        (await batchGet(call, table, streams.map(headKeys))).map((item) => [textIn(item, 'pk'), toHead(item)]),
      );
      const page = streams.flatMap((stream) => heads.get(stream) ?? []);
      const last = streams.at(-1);
      return found.length > limit && last ? { heads: page, next: last } : { heads: page };
    },
  };
}

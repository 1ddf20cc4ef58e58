import { BY_ARRIVAL } from '../../../schemas/aws-tables.ts';
import type { StreamChange, Streams } from '../../../usecases/ports.ts';
import type { DynamoCall, Item } from '../dynamodb/dynamo-call.ts';
import { numberIn, text, textIn } from '../dynamodb/items.ts';
import { queryUpTo } from '../dynamodb/query-up-to.ts';
import { type Arrivals, justAfter, SHARDS, through } from './arrivals.ts';

const toChange = (item: Item): StreamChange => ({
  stream: textIn(item, 'pk'),
  revision: numberIn(item, 'revision'),
  position: textIn(item, BY_ARRIVAL.sortKey),
});

/**
 * The feed by index, for those who catch up: it shows what has settled, so it is behind by the time of settling, and
 * in return nothing that is stored late can be passed by. Read `arrivals` for how long that must be.
 *
 * Each shard gives its share of a page. Where one may have more to give, nothing behind its last is taken from the
 * others, so that all of it stays in one order. A page may be shorter than asked for; only an empty one is the end.
 */
export const changesReader =
  (call: DynamoCall, table: string, arrivals: Arrivals): Streams['changes'] =>
  async (position, limit) => {
    const [from, to] = [justAfter(position), through(arrivals.settled())];
    if (from > to) return { changes: [], next: position };
    const share = Math.ceil(limit / SHARDS.length);
    const pages = await Promise.all(SHARDS.map((shard) => queryUpTo(call, query(table, shard, from, to), share)));
    const found = pages.map((items) => items.map(toChange));
    const ends = found.flatMap((page) => (page.length < share ? [] : (page.at(-1)?.position ?? [])));
    const end = ends.toSorted()[0];
    const changes = found
      .flat()
      .filter(({ position: place }) => end === undefined || place <= end)
      .toSorted((a, b) => (a.position < b.position ? -1 : 1))
      .slice(0, limit);
    return { changes, next: changes.at(-1)?.position ?? position };
  };

const query = (table: string, shard: string, from: string, to: string) => ({
  TableName: table,
  IndexName: BY_ARRIVAL.name,
  KeyConditionExpression: '#feed = :shard AND #arrived BETWEEN :from AND :to',
  ExpressionAttributeNames: { '#feed': BY_ARRIVAL.partitionKey, '#arrived': BY_ARRIVAL.sortKey },
  ExpressionAttributeValues: { ':shard': text(shard), ':from': text(from), ':to': text(to) },
});

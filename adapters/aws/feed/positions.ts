import type { JsonObject } from '../../../core/stream.ts';
import { PARTITIONS } from '../../../schemas/aws-tables.ts';
import type { Positions } from '../../../usecases/ports/feed.ts';
import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import { keys, putOf, text, textIn } from '../dynamodb/items.ts';

/** Notes of those who go through the feed, one item each. */
export const dynamoPositions = ({ call, table }: { readonly call: DynamoCall; readonly table: string }): Positions => ({
  async read(name) {
    const { Item } = await call('GetItem', {
      TableName: table,
      Key: keys(PARTITIONS.positions, name),
      ConsistentRead: true,
    });
    return Item && (JSON.parse(textIn(Item, 'note')) as JsonObject);
  },
  async save(name, note) {
    const item = { ...keys(PARTITIONS.positions, name), note: text(JSON.stringify(note)) };
    await call('PutItem', putOf(table, item));
  },
});

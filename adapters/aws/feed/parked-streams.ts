import { PARTITIONS } from '../../../schemas/aws-tables.ts';
import type { ParkedStream, ParkedStreams } from '../../../usecases/ports/feed.ts';
import type { DynamoCall, Item } from '../dynamodb/dynamo-call.ts';
import { keys, number, numberIn, putOf, text, textIn } from '../dynamodb/items.ts';
import { queryUpTo } from '../dynamodb/query-up-to.ts';

/** Characters of a reason that are kept: it is for people, who find the rest in the log. */
const REASON_LENGTH = 500;

const parkedKeys = (stream: string) => keys(PARTITIONS.parked, stream);

const toParked = (item: Item): ParkedStream => ({
  stream: textIn(item, 'sk'),
  attempts: numberIn(item, 'attempts'),
  retryAt: numberIn(item, 'retryAt'),
  reason: textIn(item, 'reason'),
});

/** Parked streams, all in one partition: there are few, or there is an alarm. */
export const dynamoParkedStreams = ({
  call,
  table,
}: {
  readonly call: DynamoCall;
  readonly table: string;
}): ParkedStreams => ({
  async park({ stream, attempts, retryAt, reason }) {
    const said = text(reason.slice(0, REASON_LENGTH));
    const item = { ...parkedKeys(stream), attempts: number(attempts), retryAt: number(retryAt), reason: said };
    await call('PutItem', putOf(table, item));
  },
  async release(stream) {
    await call('DeleteItem', { TableName: table, Key: parkedKeys(stream) });
  },
  async all() {
    const items = await queryUpTo(call, {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :parked',
      ExpressionAttributeValues: { ':parked': text(PARTITIONS.parked) },
    });
    return items.map(toParked);
  },
});

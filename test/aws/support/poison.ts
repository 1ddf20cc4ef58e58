import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { HEAD_SORT, PARTITIONS } from '../../../schemas/aws-tables.ts';
import { aws } from './aws.ts';
import { deployed } from './deployed.ts';

const table = () => deployed().outputs.StreamsTable;

/**
 * Puts an event behind the newest of a stream that no code of ours can read.
 * @returns takes it away again, as somebody does who repairs the table by hand
 */
export async function poison(stream: string): Promise<() => Promise<void>> {
  const TableName = table();
  const headKey = { pk: { S: stream }, sk: { S: HEAD_SORT } };
  const { Item: head } = await aws.dynamo.send(new GetItemCommand({ TableName, Key: headKey, ConsistentRead: true }));
  if (!head) throw new Error(`no stream ${stream}`);
  const revision = Number(head['revision']?.N) + 1;
  const eventKey = { pk: { S: stream }, sk: { S: `E#${String(revision).padStart(16, '0')}` } };
  const put = (Item: Record<string, AttributeValue>) => aws.dynamo.send(new PutItemCommand({ TableName, Item }));
  await put({ ...eventKey, body: { S: '{"type":' } });
  await put({ ...head, revision: { N: String(revision) } });
  return async () => {
    await aws.dynamo.send(new DeleteItemCommand({ TableName, Key: eventKey }));
    await put(head);
  };
}

/** The streams that the feed has set aside. */
export async function parkedStreams(): Promise<string> {
  const { Items } = await aws.dynamo.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :parked',
      ExpressionAttributeValues: { ':parked': { S: PARTITIONS.parked } },
      ConsistentRead: true,
    }),
  );
  return JSON.stringify(Items);
}

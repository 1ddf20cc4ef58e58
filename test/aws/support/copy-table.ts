import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DescribeTableCommand,
  paginateScan,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { aws } from './aws.ts';

type Item = Record<string, AttributeValue>;
const BATCH = 25;

/**
 * Copies all items of a table. What is answered makes the table what the copy says, under whoever goes on using it:
 * a real restore makes another table, and no emulator has that. Only what differs is written, so that no reader finds
 * less than either.
 */
export async function copyTable(table: string): Promise<() => Promise<void>> {
  const { Table } = await aws.dynamo.send(new DescribeTableCommand({ TableName: table }));
  const names = (Table?.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
  const keyOf = (item: Item): Item => Object.fromEntries(names.map((name) => [name, item[name] as AttributeValue]));
  const byKey = (items: readonly Item[]) => new Map(items.map((item) => [JSON.stringify(keyOf(item)), item]));
  const copy = byKey(await itemsOf(table));
  return async () => {
    const later = byKey(await itemsOf(table));
    const since = [...later].filter(([key]) => !copy.has(key)).map(([, item]) => item);
    const before = [...copy].filter(([key, item]) => !isDeepStrictEqual(item, later.get(key))).map(([, item]) => item);
    await write(table, [
      ...before.map((Item) => ({ PutRequest: { Item } })),
      ...since.map((item) => ({ DeleteRequest: { Key: keyOf(item) } })),
    ]);
  };
}

async function itemsOf(table: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client: aws.dynamo }, { TableName: table, ConsistentRead: true }))
    items.push(...(page.Items ?? []));
  return items;
}

async function write(table: string, requests: readonly WriteRequest[]): Promise<void> {
  for (let from = 0; from < requests.length; from += BATCH) {
    let left: WriteRequest[] = requests.slice(from, from + BATCH);
    while (left.length > 0) {
      const { UnprocessedItems } = await aws.dynamo.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: left } }),
      );
      left = UnprocessedItems?.[table] ?? [];
    }
  }
}

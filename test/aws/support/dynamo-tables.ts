import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableKeys } from '../../../schemas/aws-tables.ts';

const client = new DynamoDBClient({});

/** A table with these keys and indexes on the emulator, as the stack would make it, and what takes it away again. */
export async function newTable({ partitionKey, sortKey, indexes }: TableKeys): Promise<{
  readonly table: string;
  remove(): Promise<void>;
}> {
  const table = `plumb-${randomUUID()}`;
  const schema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  const attributes = [partitionKey, sortKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: schema(partitionKey, sortKey),
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      ...(indexes.length > 0
        ? {
            GlobalSecondaryIndexes: indexes.map((index) => ({
              IndexName: index.name,
              KeySchema: schema(index.partitionKey, index.sortKey),
              Projection:
                index.projected.length === 0
                  ? { ProjectionType: 'KEYS_ONLY' }
                  : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.projected] },
            })),
          }
        : {}),
    }),
  );
  return { table, remove: async () => void (await client.send(new DeleteTableCommand({ TableName: table }))) };
}

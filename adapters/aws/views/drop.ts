import { PARTITIONS } from '../../../schemas/aws-tables.ts';
import { batchDelete } from '../dynamodb/batches.ts';
import type { DynamoCall, Item } from '../dynamodb/dynamo-call.ts';
import { text } from '../dynamodb/items.ts';

/**
 * Removes every row, then every mark. It reads the whole table twice (a read unit per 4 KB) and is not one step: nothing
 * may fold meanwhile, and a drop that failed is run again. Rows go first, so that a stream without a mark has no rows
 * left that would be folded onto.
 */
export async function dropAll(call: DynamoCall, table: string): Promise<void> {
  for (const prefix of [PARTITIONS.view, PARTITIONS.mark]) {
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await call('Scan', {
        TableName: table,
        ConsistentRead: true,
        FilterExpression: 'begins_with(pk, :prefix)',
        ProjectionExpression: 'pk, sk',
        ExpressionAttributeValues: { ':prefix': text(prefix) },
        ...(start ? { ExclusiveStartKey: start } : {}),
      });
      await batchDelete(call, table, Items);
      start = LastEvaluatedKey;
    } while (start);
  }
}

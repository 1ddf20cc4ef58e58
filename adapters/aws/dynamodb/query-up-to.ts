import type { DynamoCall, DynamoOperations, Item } from './dynamo-call.ts';

/** Up to `limit` items of a query, however many pages of 1 MB they take; fewer only at the end. */
export async function queryUpTo(
  call: DynamoCall,
  query: Omit<DynamoOperations['Query']['input'], 'Limit' | 'ExclusiveStartKey'>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await call('Query', {
      ...query,
      ...(Number.isFinite(limit) ? { Limit: limit - items.length } : {}),
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    items.push(...Items);
    start = LastEvaluatedKey;
  } while (start && items.length < limit);
  return items;
}

import type { DynamoCall, Item, KeysToGet } from './dynamo-call.ts';
import { DynamoError } from './dynamo-error.ts';
import { type Patience, persist } from './retrying.ts';

const GET_AT_ONCE = 100;
const WRITE_AT_ONCE = 25;

/** What DynamoDB left undone of a batch, as the throttling that it is. */
const leftUndone = (count: number): DynamoError =>
  new DynamoError('ThrottlingException', `${count} of a batch were not done`);

/**
 * Items by their keys, read consistently; those that are not there are left out, and the order is not defined. Keys
 * that DynamoDB did not get to are asked for again. No key may come twice.
 */
export async function batchGet(
  call: DynamoCall,
  table: string,
  keys: readonly Item[],
  patience?: Patience,
): Promise<Item[]> {
  const found: Item[] = [];
  for (let from = 0; from < keys.length; from += GET_AT_ONCE) {
    let wanted: KeysToGet = { Keys: keys.slice(from, from + GET_AT_ONCE), ConsistentRead: true };
    await persist(async () => {
      const { Responses, UnprocessedKeys } = await call('BatchGetItem', { RequestItems: { [table]: wanted } });
      found.push(...(Responses?.[table] ?? []));
      const rest = UnprocessedKeys?.[table];
      if (!rest || rest.Keys.length === 0) return;
      wanted = { ...rest, ConsistentRead: true };
      throw leftUndone(rest.Keys.length);
    }, patience);
  }
  return found;
}

/** Removes items by their keys. What DynamoDB did not get to is asked for again; one that is gone already is no fault. */
export async function batchDelete(
  call: DynamoCall,
  table: string,
  keys: readonly Item[],
  patience?: Patience,
): Promise<void> {
  for (let from = 0; from < keys.length; from += WRITE_AT_ONCE) {
    let wanted = keys.slice(from, from + WRITE_AT_ONCE).map((Key) => ({ DeleteRequest: { Key } }));
    await persist(async () => {
      const { UnprocessedItems } = await call('BatchWriteItem', { RequestItems: { [table]: wanted } });
      const rest = (UnprocessedItems?.[table] ?? []) as typeof wanted;
      if (rest.length === 0) return;
      wanted = [...rest];
      throw leftUndone(rest.length);
    }, patience);
  }
}

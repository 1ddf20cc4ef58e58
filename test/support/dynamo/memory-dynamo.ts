import type {
  DynamoCall,
  DynamoOperation,
  DynamoOperations,
  Item,
  TableKeyed,
  TablePut,
  TransactItem,
} from '../../../adapters/aws/dynamodb/dynamo-call.ts';
import { DynamoError } from '../../../adapters/aws/dynamodb/dynamo-error.ts';
import type { TableKeys } from '../../../schemas/aws-tables.ts';
import { type Bindings, holds } from './condition.ts';
import { itemBytes } from './item-bytes.ts';
import { updated } from './updated.ts';

type Input<O extends DynamoOperation> = DynamoOperations[O]['input'];
type Paged = Input<'Query'> | Input<'Scan'>;
type Keyed = Bindings & { readonly ConditionExpression?: string; readonly TableName: string };

/** One DynamoDB table in memory, always consistent, for tests that ask how an adapter copes, not how DynamoDB does. */
export function memoryDynamo(table: TableKeys): DynamoCall {
  const items = new Map<string, Item>();
  const partitions = new Map<string, Map<string, Item>>();
  const tokens = new Map<string, string>();
  const idOf = (item: Item): string => JSON.stringify([item[table.partitionKey], item[table.sortKey]]);
  const keysOf = (item: Item): Item =>
    Object.fromEntries([table.partitionKey, table.sortKey].map((name) => [name, item[name] ?? { S: '' }]));
  const fits = (key: Item, input: Keyed): boolean => holds(input.ConditionExpression, items.get(idOf(key)), input);

  const partitionOf = (item: Item): Map<string, Item> => {
    const name = JSON.stringify(item[table.partitionKey]);
    const partition = partitions.get(name) ?? new Map<string, Item>();
    partitions.set(name, partition);
    return partition;
  };
  const store = (item: Item): void => {
    items.set(idOf(item), item);
    partitionOf(item).set(idOf(item), item);
  };
  const drop = (key: Item): void => {
    items.delete(idOf(key));
    partitionOf(key).delete(idOf(key));
  };
  const update = (input: Input<'UpdateItem'>): void =>
    store(updated(input.UpdateExpression, items.get(idOf(input.Key)) ?? input.Key, input));
  const one = (key: Item, input: Keyed, store: () => void): object => {
    if (!fits(key, input)) throw new DynamoError('ConditionalCheckFailedException', 'The conditional request failed');
    store();
    return {};
  };
  const put = ({ Item }: TablePut): void => store(Item);
  const remove = ({ Key }: TableKeyed): void => drop(Key);

  const transact = ({ TransactItems, ClientRequestToken = '' }: Input<'TransactWriteItems'>): object => {
    const body = JSON.stringify(TransactItems);
    if (tokens.has(ClientRequestToken) && tokens.get(ClientRequestToken) === body) return {};
    const reasons = TransactItems.map((item) => (fits(...keyAndInput(item)) ? 'None' : 'ConditionalCheckFailed'));
    if (reasons.some((reason) => reason !== 'None'))
      throw new DynamoError('TransactionCanceledException', 'Transaction cancelled', { reasons });
    for (const item of TransactItems) {
      if ('Put' in item) put(item.Put);
      else if ('Update' in item) update(item.Update);
      else if ('Delete' in item) remove(item.Delete);
    }
    if (ClientRequestToken !== '') tokens.set(ClientRequestToken, body);
    return {};
  };

  /** What a query of the table itself has to look at; of an index, everything. */
  const candidates = (input: Paged, condition: string | undefined): Iterable<Item> => {
    const [, name, value = ''] = /^(\w+) = (:\w+)/.exec(condition ?? '') ?? [];
    if (input.IndexName !== undefined || name !== table.partitionKey) return items.values();
    return partitionOf({ [name]: input.ExpressionAttributeValues?.[value] ?? { S: '' } }).values();
  };

  const page = (input: Paged, condition: string | undefined, sortKey: string, descending: boolean): object => {
    const sortText = (item: Item): string =>
      JSON.stringify([item[sortKey], item[table.partitionKey], item[table.sortKey]]);
    const all = [...candidates(input, condition)]
      .filter((item) => item[sortKey] !== undefined && holds(condition, item, input))
      .map((item) => ({ item, text: Buffer.from(sortText(item)) }))
      .toSorted((a, b) => (descending ? -1 : 1) * Buffer.compare(a.text, b.text))
      .map(({ item }) => item);
    const start = input.ExclusiveStartKey;
    const from = start ? all.findIndex((item) => idOf(item) === idOf(start)) + 1 : 0;
    const read = onePage(all.slice(from, from + (input.Limit ?? all.length)));
    const last = from + read.length < all.length ? read.at(-1) : undefined;
    const Items = read.filter((item) => holds(input.FilterExpression, item, input));
    const shown = input.ProjectionExpression === 'pk, sk' ? Items.map(keysOf) : Items;
    return last ? { Items: shown, LastEvaluatedKey: last } : { Items: shown };
  };

  const operations: { readonly [O in DynamoOperation]: (input: Input<O>) => object } = {
    GetItem: ({ Key }) => ({ Item: items.get(idOf(Key)) }),
    PutItem: (input) => one(input.Item, input, () => put(input)),
    UpdateItem: (input) => one(input.Key, input, () => update(input)),
    DeleteItem: (input) => one(input.Key, input, () => remove(input)),
    Query: (input) => {
      const index = table.indexes.find(({ name }) => name === input.IndexName) ?? table;
      return page(input, input.KeyConditionExpression, index.sortKey, input.ScanIndexForward === false);
    },
    Scan: (input) => page(input, undefined, table.sortKey, false),
    BatchGetItem: ({ RequestItems }) => {
      const found = (keys: readonly Item[]): Item[] =>
        keys.map((key) => items.get(idOf(key))).filter((item) => item !== undefined);
      const responses = Object.entries(RequestItems).map(([name, { Keys }]) => [name, found(Keys)]);
      return { Responses: Object.fromEntries(responses) };
    },
    BatchWriteItem: ({ RequestItems }) => {
      for (const write of Object.values(RequestItems).flat())
        if ('PutRequest' in write) store(write.PutRequest.Item);
        else drop(write.DeleteRequest.Key);
      return {};
    },
    TransactWriteItems: transact,
  };
  return async (operation, input) => operations[operation](input as never);
}

const PAGE_BYTES = 1024 * 1024;

/** Pages end with the item that fills them. */
function onePage(items: readonly Item[]): readonly Item[] {
  let bytes = 0;
  const full = items.findIndex((item) => {
    bytes += itemBytes(item);
    return bytes >= PAGE_BYTES;
  });
  return full < 0 ? items : items.slice(0, full + 1);
}

function keyAndInput(item: TransactItem): [Item, Keyed] {
  if ('Put' in item) return [item.Put.Item, item.Put];
  const keyed = 'Update' in item ? item.Update : 'Delete' in item ? item.Delete : item.ConditionCheck;
  return [keyed.Key, keyed];
}

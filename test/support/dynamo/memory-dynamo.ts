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

type Input<O extends DynamoOperation> = DynamoOperations[O]['input'];
type Paged = Input<'Query'> | Input<'Scan'>;
type Keyed = Bindings & { readonly ConditionExpression?: string; readonly TableName: string };

/** One DynamoDB table in memory, always consistent, for tests that ask how an adapter copes, not how DynamoDB does. */
export function memoryDynamo(table: TableKeys): DynamoCall {
  const items = new Map<string, Item>();
  const tokens = new Map<string, string>();
  const idOf = (item: Item): string => JSON.stringify([item[table.partitionKey], item[table.sortKey]]);
  const keysOf = (item: Item): Item =>
    Object.fromEntries([table.partitionKey, table.sortKey].map((name) => [name, item[name] ?? { S: '' }]));
  const fits = (key: Item, input: Keyed): boolean => holds(input.ConditionExpression, items.get(idOf(key)), input);

  const update = ({ Key, UpdateExpression }: Input<'UpdateItem'>): void => {
    const removed = /^REMOVE ([a-z, ]+)$/.exec(UpdateExpression)?.[1]?.split(', ');
    if (!removed) throw new Error(`cannot ${UpdateExpression}`);
    const kept = Object.entries(items.get(idOf(Key)) ?? Key).filter(([name]) => !removed.includes(name));
    items.set(idOf(Key), Object.fromEntries(kept));
  };
  const one = (key: Item, input: Keyed, store: () => void): object => {
    if (!fits(key, input)) throw new DynamoError('ConditionalCheckFailedException', 'The conditional request failed');
    store();
    return {};
  };
  const put = ({ Item }: TablePut): unknown => items.set(idOf(Item), Item);
  const remove = ({ Key }: TableKeyed): unknown => items.delete(idOf(Key));

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

  const page = (input: Paged, condition: string | undefined, sortKey: string, descending: boolean): object => {
    const sortText = (item: Item): string =>
      JSON.stringify([item[sortKey], item[table.partitionKey], item[table.sortKey]]);
    const all = [...items.values()]
      .filter((item) => item[sortKey] !== undefined && holds(condition, item, input))
      .toSorted((a, b) => (descending ? -1 : 1) * Buffer.compare(Buffer.from(sortText(a)), Buffer.from(sortText(b))));
    const start = input.ExclusiveStartKey;
    const from = start ? all.findIndex((item) => idOf(item) === idOf(start)) + 1 : 0;
    const read = all.slice(from, from + (input.Limit ?? all.length));
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
        if ('PutRequest' in write) items.set(idOf(write.PutRequest.Item), write.PutRequest.Item);
        else items.delete(idOf(write.DeleteRequest.Key));
      return {};
    },
    TransactWriteItems: transact,
  };
  return async (operation, input) => operations[operation](input as never);
}

function keyAndInput(item: TransactItem): [Item, Keyed] {
  if ('Put' in item) return [item.Put.Item, item.Put];
  const keyed = 'Update' in item ? item.Update : 'Delete' in item ? item.Delete : item.ConditionCheck;
  return [keyed.Key, keyed];
}

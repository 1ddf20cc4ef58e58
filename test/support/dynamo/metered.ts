import type { DynamoCall, DynamoOperations, Item, TransactItem } from '../../../adapters/aws/dynamodb/dynamo-call.ts';
import type { TableIndex, TableKeys } from '../../../schemas/aws-tables.ts';
import { itemBytes } from './item-bytes.ts';
import { memoryDynamo } from './memory-dynamo.ts';

type Input<O extends keyof DynamoOperations> = DynamoOperations[O]['input'];

/** What DynamoDB charges for, on demand. */
export interface Units {
  reads: number;
  writes: number;
  /** Calls by operation; reads of one item by `GetItem` and `GetItem consistent`. */
  readonly calls: { [operation: string]: number };
}

const unitsOf = (bytes: number, size: number): number => Math.max(1, Math.ceil(bytes / size));
const readUnits = (bytes: number, consistent = false): number => unitsOf(bytes, 4096) * (consistent ? 1 : 0.5);

/**
 * Tables in memory that count what DynamoDB would charge: half a unit for 4 KB read eventually consistent, a unit for
 * 1 KB written (of the larger of before and after, and also when a condition does not hold), twice as much in a
 * transaction, and for every index that changes. A suite on DynamoDB Local compares the counts.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function meteredDynamo(tables: { readonly [name: string]: TableKeys }): {
  readonly call: DynamoCall;
  /** The same tables, uncounted: for what was there before. */
  readonly unmetered: DynamoCall;
  readonly units: Units;
} {
  const units: Units = { reads: 0, writes: 0, calls: {} };
  const stores = new Map(Object.entries(tables).map(([name, keys]) => [name, { call: memoryDynamo(keys), keys }]));
  const store = (name: string) => {
    const found = stores.get(name);
    if (!found) throw new Error(`no table ${name}`);
    return found;
  };
  const find = async (TableName: string, Key: Item): Promise<Item | undefined> =>
    (await store(TableName).call('GetItem', { TableName, Key })).Item;

  /** Runs a write of some items and charges for what it did to each. */
  const writing = async <T>(keyed: readonly Keyed[], times: number, run: () => Promise<T>): Promise<T> => {
    const before = await Promise.all(keyed.map(({ table, key }) => find(table, key)));
    try {
      return await run();
    } finally {
      const after = await Promise.all(keyed.map(({ table, key }) => find(table, key)));
      for (const [index, { table }] of keyed.entries()) {
        const [was, is] = [before[index], after[index]];
        units.writes += times * unitsOf(Math.max(was ? itemBytes(was) : 0, is ? itemBytes(is) : 0), 1024);
        for (const each of store(table).keys.indexes) units.writes += indexUnits(each, was, is);
      }
    }
  };
  const keyOf = (
    table: string,
    { [store(table).keys.partitionKey]: p, [store(table).keys.sortKey]: s }: Item,
  ): Keyed => ({
    table,
    key: { [store(table).keys.partitionKey]: p, [store(table).keys.sortKey]: s } as Item,
  });
  const keyedOf = (item: TransactItem): Keyed => {
    const [part] = Object.values(item) as [{ readonly TableName: string; readonly Key?: Item; readonly Item?: Item }];
    return keyOf(part.TableName, part.Key ?? part.Item ?? {});
  };

  const call = async (operation: keyof DynamoOperations, input: never): Promise<object> => {
    const { ConsistentRead = false, TableName = '' } = input as { ConsistentRead?: boolean; TableName?: string };
    const name = operation === 'GetItem' && ConsistentRead ? 'GetItem consistent' : operation;
    units.calls[name] = (units.calls[name] ?? 0) + 1;
    if (operation === 'TransactWriteItems') {
      const { TransactItems } = input as Input<'TransactWriteItems'>;
      const [first] = TransactItems;
      if (!first) throw new Error('an empty transaction');
      return writing(TransactItems.map(keyedOf), 2, () => store(keyedOf(first).table).call(operation, input));
    }
    if (operation === 'BatchGetItem') {
      const { RequestItems } = input as Input<'BatchGetItem'>;
      const [[table, { Keys, ConsistentRead: consistent }] = ['', { Keys: [] }]] = Object.entries(RequestItems);
      for (const key of Keys) units.reads += readUnits(itemBytes((await find(table, key)) ?? {}), consistent);
      return store(table).call(operation, input);
    }
    const inner = () => store(TableName).call(operation, input);
    if (operation === 'PutItem' || operation === 'UpdateItem' || operation === 'DeleteItem') {
      const { Key, Item } = input as { Key?: Item; Item?: Item };
      return writing([keyOf(TableName, Key ?? Item ?? {})], 1, inner);
    }
    const answer = (await inner()) as { Item?: Item; Items?: readonly Item[] };
    const read = answer.Items ?? (answer.Item ? [answer.Item] : []);
    units.reads += readUnits(
      read.reduce((sum, item) => sum + itemBytes(item), 0),
      ConsistentRead,
    );
    return answer;
  };
  const unmetered: DynamoCall = (operation, input) =>
    store((input as { TableName?: string }).TableName ?? '').call(operation, input);
  return { call: call as DynamoCall, unmetered, units };
}

interface Keyed {
  readonly table: string;
  readonly key: Item;
}

/** An entry that moves is deleted and put. */
function indexUnits(index: TableIndex, before: Item | undefined, after: Item | undefined): number {
  const entry = (item: Item | undefined): string | undefined =>
    item?.[index.partitionKey] && item[index.sortKey]
      ? JSON.stringify([item[index.partitionKey], item[index.sortKey]])
      : undefined;
  const projected = (item: Item | undefined): string => JSON.stringify(index.projected.map((name) => item?.[name]));
  const [was, is] = [entry(before), entry(after)];
  if (was === undefined && is === undefined) return 0;
  if (was === is) return projected(before) === projected(after) ? 0 : 1;
  return was !== undefined && is !== undefined ? 2 : 1;
}

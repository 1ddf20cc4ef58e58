/** No binary and no sets: every value is JSON as it stands, so a client needs no marshaller. */
export type Attribute = { readonly S: string } | { readonly N: string };
export type Item = { readonly [name: string]: Attribute };

interface Expressions {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: { readonly [placeholder: string]: string };
  readonly ExpressionAttributeValues?: Item;
}
/** What an answer says of its cost, when it was asked for with `ReturnConsumedCapacity`. */
interface Metered {
  readonly ReturnConsumedCapacity?: 'TOTAL' | 'INDEXES';
}
export interface ConsumedCapacity {
  readonly TableName?: string;
  readonly CapacityUnits?: number;
}
interface Cost<C = ConsumedCapacity> {
  readonly ConsumedCapacity?: C;
}

export interface TablePut extends Expressions {
  readonly TableName: string;
  readonly Item: Item;
}
export interface TableKeyed extends Expressions {
  readonly TableName: string;
  readonly Key: Item;
}
export interface TableUpdate extends TableKeyed {
  readonly UpdateExpression: string;
}
/** One of the up to 100 parts of a transaction. */
export type TransactItem =
  | { readonly Put: TablePut }
  | { readonly Update: TableUpdate }
  | { readonly Delete: TableKeyed }
  | { readonly ConditionCheck: TableKeyed & { readonly ConditionExpression: string } };

interface Paged extends Metered, Omit<Expressions, 'ConditionExpression'> {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly ProjectionExpression?: string;
  readonly FilterExpression?: string;
  readonly ConsistentRead?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
}
interface Page extends Cost {
  readonly Items?: readonly Item[];
  readonly LastEvaluatedKey?: Item;
}
export interface KeysToGet {
  readonly Keys: readonly Item[];
  readonly ConsistentRead?: boolean;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: { readonly [placeholder: string]: string };
}
export type BatchWrite =
  | { readonly PutRequest: { readonly Item: Item } }
  | { readonly DeleteRequest: { readonly Key: Item } };
type PerTable<T> = { readonly [table: string]: T };

/** Operations of DynamoDB's low-level API that Plumbline uses, as much of each as it uses. */
export interface DynamoOperations {
  GetItem: {
    input: Metered & {
      readonly TableName: string;
      readonly Key: Item;
      readonly ConsistentRead?: boolean;
      readonly ProjectionExpression?: string;
      readonly ExpressionAttributeNames?: { readonly [placeholder: string]: string };
    };
    output: Cost & { readonly Item?: Item };
  };
  PutItem: { input: Metered & TablePut; output: Cost };
  UpdateItem: { input: Metered & TableUpdate; output: Cost };
  DeleteItem: { input: Metered & TableKeyed; output: Cost };
  Query: {
    input: Paged & { readonly KeyConditionExpression: string; readonly ScanIndexForward?: boolean };
    output: Page;
  };
  Scan: { input: Paged; output: Page };
  BatchGetItem: {
    input: Metered & { readonly RequestItems: PerTable<KeysToGet> };
    output: Cost<readonly ConsumedCapacity[]> & {
      readonly Responses?: PerTable<readonly Item[]>;
      readonly UnprocessedKeys?: PerTable<KeysToGet>;
    };
  };
  BatchWriteItem: {
    input: Metered & { readonly RequestItems: PerTable<readonly BatchWrite[]> };
    output: Cost<readonly ConsumedCapacity[]> & { readonly UnprocessedItems?: PerTable<readonly BatchWrite[]> };
  };
  TransactWriteItems: {
    input: Metered & { readonly TransactItems: readonly TransactItem[]; readonly ClientRequestToken?: string };
    output: Cost<readonly ConsumedCapacity[]>;
  };
}
export type DynamoOperation = keyof DynamoOperations;

/**
 * One call of DynamoDB: the whole of what the adapters ask of a client. It fails with DynamoError and nothing else.
 * A client tries once; `retrying` makes of it one that goes on.
 */
export type DynamoCall = <O extends DynamoOperation>(
  operation: O,
  input: DynamoOperations[O]['input'],
) => Promise<DynamoOperations[O]['output']>;

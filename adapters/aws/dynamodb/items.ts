import type { Attribute, Item, TablePut } from './dynamo-call.ts';

/** DynamoDB takes 400 KB, counting names; what is larger than this belongs in a blob. */
const MAX_ITEM_BYTES = 350_000;

export const text = (value: string) => ({ S: value }) as const satisfies Attribute;
export const number = (value: number) => ({ N: String(value) }) as const satisfies Attribute;

/** The two keys of every item in both tables. */
export const keys = (pk: string, sk: string) => ({ pk: text(pk), sk: text(sk) });

/** Sort key of partitions that hold one item. */
export const ONLY = '-';

/** @throws when it is not there: nobody but us writes these items */
export function textIn(item: Item, name: string): string {
  const value = item[name];
  if (!value || !('S' in value)) throw new Error(`an item has no text ${name}`);
  return value.S;
}

/** @throws when it is not there */
export function numberIn(item: Item, name: string): number {
  const value = item[name];
  if (!value || !('N' in value)) throw new Error(`an item has no number ${name}`);
  return Number(value.N);
}

/** A put of a whole item. @throws when it is over 350 KB: a fault of the caller, never of a user */
export function putOf(table: string, item: Item, condition: Omit<TablePut, 'TableName' | 'Item'> = {}): TablePut {
  const size = sizeOf(item);
  if (size > MAX_ITEM_BYTES) throw new Error(`an item of ${size} bytes is too large: ${JSON.stringify(item['pk'])}`);
  return { TableName: table, Item: item, ...condition };
}

/** About what DynamoDB counts: names and values in UTF-8. */
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength('S' in value ? value.S : value.N),
    0,
  );

export const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' } as const;

/** The item is there, with `revision` at exactly this. */
export const atRevision = (revision: number) => ({
  ConditionExpression: '#revision = :expected',
  ExpressionAttributeNames: { '#revision': 'revision' },
  ExpressionAttributeValues: { ':expected': number(revision) },
});

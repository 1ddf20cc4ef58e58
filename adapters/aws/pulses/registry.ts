import { type Partitions, registryKey } from './places.ts';
import type { PulseCall } from './pulse-call.ts';
import { numberOf, type PulseItem, whole } from './pulse-item.ts';

/** Partitions, and when they doubled last (Unix seconds). */
export interface Registered extends Partitions {
  readonly grownAt: number;
}
/** Of a cluster without a row. */
export const ONE: Registered = { count: 1, from: 1, grownAt: 0 };

/** A writer that does not know of a doubling yet writes where every reader still looks. */
const KNOWN_FOR_MS = 60_000;

export type Registry = ReturnType<typeof registryOf>;

/** How many partitions each cluster has: one row a cluster, remembered for a minute by those who write. */
export function registryOf(call: PulseCall, table: string, now: () => number) {
  const known = new Map<string, { readonly partitions: Promise<Registered>; readonly untilMs: number }>();
  /** Those who ask at once share the answer; a failure is nobody's for longer than it takes. */
  const remember = (cluster: string, partitions: Promise<Registered>): Promise<Registered> => {
    known.set(cluster, { partitions, untilMs: now() + KNOWN_FOR_MS });
    partitions.catch(() => known.delete(cluster));
    return partitions;
  };
  const read = async (cluster: string, consistent: boolean): Promise<Registered> => {
    const { c, n } = registryKey(cluster);
    const Key = { c: { S: c }, n: { S: n } };
    const { Item } = await call('GetItem', { TableName: table, Key, ConsistentRead: consistent });
    return Item ? unpack(Item) : ONE;
  };
  const write = async (cluster: string, before: Registered, after: Registered): Promise<void> => {
    const { c, n } = registryKey(cluster);
    await call('UpdateItem', {
      TableName: table,
      Key: { c: { S: c }, n: { S: n } },
      UpdateExpression: 'SET p = :p, f = :f, g = :g',
      ConditionExpression: before === ONE ? 'attribute_not_exists(p)' : 'p = :before AND f = :from',
      ExpressionAttributeValues: {
        ':p': whole(after.count),
        ':f': whole(after.from),
        ':g': whole(after.grownAt),
        ...(before === ONE ? {} : { ':before': whole(before.count), ':from': whole(before.from) }),
      },
    });
    await remember(cluster, Promise.resolve(after));
  };
  return {
    /** Perhaps a minute old, but never more than there are: good enough to write. */
    async remembered(cluster: string): Promise<Registered> {
      const held = known.get(cluster);
      return held && now() < held.untilMs ? held.partitions : remember(cluster, read(cluster, false));
    },
    /** As of now: what a reader of all rows needs. */
    current: (cluster: string): Promise<Registered> => remember(cluster, read(cluster, true)),
    /** @throws DynamoError `refused` when somebody else changed it first */
    change: write,
  };
}

const unpack = (item: PulseItem): Registered => ({
  count: numberOf(item['p']),
  from: numberOf(item['f']),
  grownAt: numberOf(item['g']),
});

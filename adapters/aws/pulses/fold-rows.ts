import type { PulseRow } from '../../../schemas/pulse.ts';
import { partitionKey } from './places.ts';
import type { PulseCall } from './pulse-call.ts';
import { merged, type PulseItem, type StoredPulse, unpackItem } from './pulse-item.ts';
import type { Registered } from './registry.ts';

/** Queries under way at once: 100,000 nodes are 128 partitions of one page each. */
const AT_ONCE = 16;

interface Rows {
  readonly call: PulseCall;
  readonly table: string;
  readonly cluster: string;
  readonly partitions: Registered;
}

/**
 * Reads every row of a cluster, eventually consistent, to the last page of every partition. `see` is called as pages
 * arrive; while rows may lie in two places, once everything is read.
 * @returns all rows that do not lie where they belong, and how many nodes there are
 */
export async function everyRow(
  { call, table, cluster, partitions: { count, from } }: Rows,
  see: (row: PulseRow) => void,
  isMisplaced: (stored: StoredPulse) => boolean,
): Promise<{ readonly nodes: number; readonly misplaced: readonly StoredPulse[] }> {
  const misplaced: StoredPulse[] = [];
  const held = from < count ? new Map<string, StoredPulse>() : undefined;
  let nodes = 0;
  const take = (stored: StoredPulse): void => {
    if (!held) {
      nodes += 1;
      see(stored.row);
      return;
    }
    if (isMisplaced(stored)) misplaced.push(stored);
    const other = held.get(stored.row.node);
    held.set(stored.row.node, other ? merged(other, stored) : stored);
  };
  let next = 0;
  const reader = async (): Promise<void> => {
    while (next < count) {
      const c = partitionKey(cluster, next++);
      for await (const page of pages(call, table, c)) for (const item of page) take(unpackItem(item, cluster));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, reader));
  for (const { row } of held?.values() ?? []) see(row);
  return { nodes: held?.size ?? nodes, misplaced };
}

async function* pages(call: PulseCall, table: string, c: string): AsyncGenerator<readonly PulseItem[]> {
  let from: PulseItem | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await call('Query', {
      TableName: table,
      KeyConditionExpression: 'c = :c',
      ExpressionAttributeValues: { ':c': { S: c } },
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    yield Items;
    from = LastEvaluatedKey;
  } while (from !== undefined);
}

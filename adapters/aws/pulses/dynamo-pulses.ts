import type { Clock, Pulses } from '../../../usecases/ports.ts';
import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import { everyRow } from './fold-rows.ts';
import { partitionOf, partitionsOf } from './places.ts';
import { pulseCall } from './pulse-call.ts';
import { merged, type StoredPulse } from './pulse-item.ts';
import { registryOf } from './registry.ts';
import { rowWriter } from './row-writer.ts';
import { isMisplaced, tendPartitions } from './tend-partitions.ts';

interface Options {
  readonly table: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Whoever folds also looks after the partitions: for the sweep, whose role may write, and nobody else. */
  readonly tends?: boolean;
}

/**
 * Pulses in a table of their own: items of at most 300 bytes in partitions of about 1,000, by the hash of the node's
 * id. How many partitions a cluster has stands in one row of it, so a check-in finds its place without a read.
 * @param call the lean client: rows are binary
 */
export function dynamoPulses(call: DynamoCall, { table, clock, tends = false }: Options): Pulses {
  const dynamo = pulseCall(call);
  const registry = registryOf(dynamo, table, clock.now);
  const rows = rowWriter(dynamo, table);
  const place = async (cluster: string, node: string): Promise<number> =>
    partitionOf(node, (await registry.remembered(cluster)).count);
  const move = async (stored: StoredPulse): Promise<void> => {
    const { cluster, node, proven } = stored.row;
    const partition = await place(cluster, node);
    if (stored.seen) await rows.put(partition, stored.row);
    if (proven) await rows.prove(partition, cluster, node, proven);
    await rows.removeUnchanged(stored);
  };
  return {
    async put(row) {
      await rows.put(await place(row.cluster, row.node), row);
    },
    async refresh(life) {
      return rows.refresh(await place(life.cluster, life.node), life);
    },
    async prove(cluster, node, proven) {
      if (proven !== null) await rows.prove(await place(cluster, node), cluster, node, proven);
    },
    async get(cluster, node) {
      const places = partitionsOf(node, await registry.remembered(cluster));
      const found = await Promise.all(places.map((partition) => rows.get(partition, cluster, node)));
      const stored = found.filter((each) => each !== undefined);
      return stored.length === 0 ? undefined : stored.reduce(merged).row;
    },
    async fold(cluster, initial, step) {
      let state = initial;
      const partitions = await registry.current(cluster);
      const elsewhere = (stored: StoredPulse): boolean => isMisplaced(stored, cluster, partitions.count);
      const see = (row: StoredPulse['row']): void => {
        state = step(state, row);
      };
      const { nodes, misplaced } = await everyRow({ call: dynamo, table, cluster, partitions }, see, elsewhere);
      const nowSeconds = Math.floor(clock.now() / 1000);
      if (tends) await tendPartitions(registry, move, { cluster, partitions, nodes, misplaced }, nowSeconds);
      return state;
    },
    async remove(cluster, node) {
      const places = partitionsOf(node, await registry.remembered(cluster));
      await Promise.all(places.map((partition) => rows.remove(partition, cluster, node)));
    },
  };
}

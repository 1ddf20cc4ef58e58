import { hash } from 'node:crypto';

/* Where rows lie: keys of the table of pulses. */

/**
 * How many partitions a cluster has, always a power of two. They only ever double; rows written before may still lie
 * where a smaller number put them, down to `from`.
 */
export interface Partitions {
  readonly count: number;
  readonly from: number;
}

/** Long names would be most of a row. A tilde begins no name of a cluster. */
const LONGEST_NAME = 32;
const clusterKey = (cluster: string): string =>
  cluster.length <= LONGEST_NAME ? cluster : `~${hash('sha256', cluster, 'base64url').slice(0, 16)}`;

/** Key of the row that holds a cluster's number of partitions: no partition of rows is called so. */
export const registryKey = (cluster: string): { readonly c: string; readonly n: string } => ({
  c: clusterKey(cluster),
  n: '-',
});

export const partitionKey = (cluster: string, partition: number): string => `${clusterKey(cluster)}#${partition}`;

/** Half of a partition stays where it is when the number doubles, the other half belongs `count` further on. */
export const partitionOf = (node: string, count: number): number =>
  Number.parseInt(hash('sha256', node, 'hex').slice(0, 8), 16) % count;

/** Every partition where a row of this node can lie; the first is where it is written. */
export function partitionsOf(node: string, { count, from }: Partitions): readonly number[] {
  const places = new Set<number>();
  for (let level = count; level >= from; level /= 2) places.add(partitionOf(node, level));
  return [...places];
}

const SERVER_GIVEN = /^node-[0-9a-f]{32}$/;

/** The 128 random bits of a node's id; an id of another form as it is, behind a tilde. */
export const nodeKey = (node: string): string =>
  SERVER_GIVEN.test(node) ? Buffer.from(node.slice(5), 'hex').toString('base64url') : `~${node}`;

export const nodeOf = (key: string): string =>
  key.startsWith('~') ? key.slice(1) : `node-${Buffer.from(key, 'base64url').toString('hex')}`;

/* What the two DynamoDB tables are called inside: read by the stack that makes them and by the adapters that fill them. */

/** A secondary index: its keys, and what it holds beside them and the keys of the table. */
export interface TableIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Empty = keys only. */
  readonly projected: readonly string[];
}

/** Both keys are strings; `expiry` is a number of Unix seconds after which an item may go (TTL). */
export interface TableKeys {
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly expiry: string;
  readonly indexes: readonly TableIndex[];
}

/** Heads of one kind, in order of their keys. */
export const BY_KIND: TableIndex = { name: 'by-kind', partitionKey: 'kind', sortKey: 'key', projected: [] };

/** Heads in order of their newest change, in FEED_SHARDS partitions. */
export const BY_ARRIVAL: TableIndex = {
  name: 'by-arrival',
  partitionKey: 'feed',
  sortKey: 'arrived',
  projected: ['revision'],
};

/** Everything that lasts: events, heads, commands, read models, audit log, parked streams, sealed keys. */
export const STREAMS_TABLE: TableKeys = {
  partitionKey: 'pk',
  sortKey: 'sk',
  expiry: 'expiresAt',
  indexes: [BY_KIND, BY_ARRIVAL],
};

/**
 * Last values of nodes: nothing here outlives its nodes, and no index makes a heartbeat dearer. DynamoDB counts the
 * bytes of names in every one of a hundred thousand items (`c`luster partition, `n`ode, e`x`piry).
 */
export const PULSES_TABLE: TableKeys = { partitionKey: 'c', sortKey: 'n', expiry: 'x', indexes: [] };

/** Sort key of a stream's head. The feed listens to items with this sort key and to no others. */
export const HEAD_SORT = 'HEAD';

/** Each takes 1,000 index writes a second, and an append makes two; enough for 8,000 appends a second. */
export const FEED_SHARDS = 16;

/**
 * Beginnings of `pk` in the streams table. A stream's own items have its id (`authority/kind/key`), which holds no `#`
 * and at least two `/`, so nothing here can be taken for one.
 */
export const PARTITIONS = {
  command: 'command#',
  view: 'view#',
  mark: 'mark#',
  /** The audit log's leaves and size, and behind `log#` how far each stream is in it. */
  log: 'log',
  logged: 'log#',
  parked: 'parked',
  positions: 'positions',
  keyring: 'keyring',
} as const;

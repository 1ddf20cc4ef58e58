import type { DatabaseSync } from 'node:sqlite';

/** A row as it is stored: all but what was proven as JSON, and that beside it. */
export interface StoredPulse {
  readonly node: string;
  readonly body: string;
  readonly proven: string | null;
}
/** What orders the rows of a node: when its boot started, then the sequence. */
export type PulseOrder = readonly [bootStartedAt: number, sequence: number];

/** Rows of nodes in sqlite. Writes say whether they changed anything. */
export interface PulseTable {
  /** Stores a row that is later than the one there, and leaves what was proven. */
  put(cluster: string, node: string, order: PulseOrder, body: string): boolean;
  /** Raises what was proven, by its rank, under a row that any other replaces when there is none. */
  prove(cluster: string, node: string, proven: string, rank: string, unseen: string): boolean;
  one(cluster: string, node: string): StoredPulse | undefined;
  /** Ids of the nodes behind one, in their order; whoever knows their rows already need not be sent them. */
  nodes(cluster: string, after: string, limit: number): readonly string[];
  /** Rows of these nodes, in no order; of one that has none, nothing. */
  several(cluster: string, nodes: readonly string[]): readonly StoredPulse[];
  remove(cluster: string, node: string): boolean;
}

export const PULSES_SCHEMA = `
  CREATE TABLE IF NOT EXISTS pulses (
    cluster TEXT NOT NULL,
    node TEXT NOT NULL,
    boot_started_at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    body TEXT NOT NULL,
    proven TEXT,
    proven_rank TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (cluster, node)
  ) WITHOUT ROWID`;

/** @param sql where {@link PULSES_SCHEMA} is */
export function pulseTable(sql: DatabaseSync): PulseTable {
  const upsert = sql.prepare(
    `INSERT INTO pulses (cluster, node, boot_started_at, sequence, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (cluster, node) DO UPDATE
       SET boot_started_at = excluded.boot_started_at, sequence = excluded.sequence, body = excluded.body
       WHERE (excluded.boot_started_at, excluded.sequence) > (pulses.boot_started_at, pulses.sequence)`,
  );
  const raise = sql.prepare(
    `INSERT INTO pulses (cluster, node, boot_started_at, sequence, body, proven, proven_rank)
       VALUES (?, ?, -1, -1, ?, ?, ?)
     ON CONFLICT (cluster, node) DO UPDATE SET proven = excluded.proven, proven_rank = excluded.proven_rank
       WHERE excluded.proven_rank > pulses.proven_rank`,
  );
  const selectOne = sql.prepare('SELECT node, body, proven FROM pulses WHERE cluster = ? AND node = ?');
  const selectNodes = sql.prepare('SELECT node FROM pulses WHERE cluster = ? AND node > ? ORDER BY node LIMIT ?');
  const selectSeveral = sql.prepare(
    'SELECT node, body, proven FROM pulses WHERE cluster = ? AND node IN (SELECT value FROM json_each(?))',
  );
  const remove = sql.prepare('DELETE FROM pulses WHERE cluster = ? AND node = ?');
  return {
    put: (cluster, node, [bootStartedAt, sequence], body) =>
      upsert.run(cluster, node, bootStartedAt, sequence, body).changes === 1,
    prove: (cluster, node, proven, rank, unseen) => raise.run(cluster, node, unseen, proven, rank).changes === 1,
    one: (cluster, node) => selectOne.get(cluster, node) as unknown as StoredPulse | undefined,
    nodes: (cluster, after, limit) => selectNodes.all(cluster, after, limit).map(({ node }) => String(node)),
    several: (cluster, nodes) => selectSeveral.all(cluster, JSON.stringify(nodes)) as unknown as StoredPulse[],
    remove: (cluster, node) => remove.run(cluster, node).changes === 1,
  };
}

/** The same calls, each answered when what it did is durable. */
export type DurablePulseTable = {
  [Call in keyof PulseTable]: (...args: Parameters<PulseTable[Call]>) => Promise<ReturnType<PulseTable[Call]>>;
};

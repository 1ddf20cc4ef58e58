import { setImmediate as nextTurn } from 'node:timers/promises';
import { lastUsed } from '../../../core/last-used.ts';
import { refreshPulse } from '../../../core/pulse/refresh-pulse.ts';
import type { PulseRow } from '../../../schemas/pulse.ts';
import type { Pulses } from '../../../usecases/ports.ts';
import { proofOrder } from '../../pulses/proof-order.ts';
import { UNSEEN } from '../../pulses/unseen.ts';
import type { Database } from '../database/open-database.ts';
import { type DurablePulseTable, PULSES_SCHEMA, pulseTable, type StoredPulse } from './pulse-table.ts';

/** Nodes looked at in one go while folding, so that 100,000 of them do not hold up the check-ins between. */
const FOLD_PAGE = 1000;
/** Rows that are read with every check-in of a deployment; this many take some tens of megabytes. */
const ROWS_KEPT = 10_000;

type Row = Omit<PulseRow, 'proven'>;

/** Completes the fresh object in place: a hundred thousand rows are read in one go. */
const toRow = ({ body, proven }: StoredPulse): PulseRow =>
  Object.assign(JSON.parse(body) as Row, {
    proven: proven === null ? null : (JSON.parse(proven) as PulseRow['proven']),
  });
const withoutProof = ({ proven: _, ...row }: PulseRow): Row => row;

/**
 * Pulses over a table that nobody else writes: rows are remembered as they were last answered, in the order of the
 * answers, which is the order of the writes.
 * @param remembers is told how to forget all rows, for when they are changed otherwise
 */
export function pulsesOver(table: DurablePulseTable, remembers: (forget: () => void) => void = () => {}): Pulses {
  /** By node alone: no id is given twice, and a row says its cluster. */
  const rows = lastUsed<PulseRow>(ROWS_KEPT);
  remembers(rows.clear);
  const known = (cluster: string, node: string): PulseRow | undefined => {
    const row = rows.get(node);
    return row?.cluster === cluster ? row : undefined;
  };
  const one = async (cluster: string, node: string): Promise<PulseRow | undefined> => {
    const kept = known(cluster, node);
    if (kept) return kept;
    const stored = await table.one(cluster, node);
    const row = stored && toRow(stored);
    if (row) rows.set(node, row);
    return row;
  };
  /** A write after which the row is as `after` says of the one before; of a write that failed nothing is known. */
  const writing = async (
    { cluster, node }: Pick<PulseRow, 'cluster' | 'node'>,
    write: Promise<boolean>,
    after: (before: PulseRow) => PulseRow,
  ): Promise<boolean> => {
    try {
      const changed = await write;
      const before = known(cluster, node);
      if (changed && before) rows.set(node, after(before));
      return changed;
    } catch (error) {
      rows.delete(node);
      throw error;
    }
  };
  const put = (row: Row): Promise<boolean> => {
    const { cluster, node, bootStartedAt, sequence } = row;
    const write = table.put(cluster, node, [bootStartedAt, sequence], JSON.stringify(row));
    return writing(row, write, ({ proven }) => ({ ...row, proven }));
  };

  return {
    async put(row) {
      await put(row);
    },
    async refresh(life) {
      const before = await one(life.cluster, life.node);
      const next = before && refreshPulse(withoutProof(before), life);
      return next !== undefined && (await put(next)); // a later row may have come between
    },
    async prove(cluster, node, proven) {
      if (proven === null) return;
      const unseen = JSON.stringify({ cluster, node, ...UNSEEN });
      const write = table.prove(cluster, node, JSON.stringify(proven), proofOrder(proven), unseen);
      await writing({ cluster, node }, write, (before) => ({ ...before, proven }));
    },
    get: one,
    async fold(cluster, initial, step) {
      let state = initial;
      for (let after = ''; ; ) {
        const nodes = await table.nodes(cluster, after, FOLD_PAGE);
        const others: string[] = [];
        for (const node of nodes) {
          const row = known(cluster, node);
          if (row) state = step(state, row);
          else others.push(node);
        }
        const read = others.length > 0 ? await table.several(cluster, others) : [];
        for (const stored of read) state = step(state, toRow(stored));
        const last = nodes.at(-1);
        if (last === undefined || nodes.length < FOLD_PAGE) return state;
        after = last;
        await nextTurn();
      }
    },
    async remove(cluster, node) {
      await table.remove(cluster, node);
      rows.delete(node);
    },
  };
}

/** Pulses in the thread and the commits of a database that is open here. */
export function embeddedPulses({ sql, commits, remembers }: Database): Pulses {
  sql.exec(PULSES_SCHEMA);
  const table = pulseTable(sql);
  const durable: DurablePulseTable = {
    put: (...row) => commits.write(() => table.put(...row)),
    prove: (...proof) => commits.write(() => table.prove(...proof)),
    one: async (...place) => table.one(...place),
    nodes: async (...range) => table.nodes(...range),
    several: async (...places) => table.several(...places),
    remove: (...place) => commits.write(() => table.remove(...place)),
  };
  return pulsesOver(durable, remembers);
}

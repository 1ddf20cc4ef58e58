import { setImmediate as nextTurn } from 'node:timers/promises';
import { lastUsed } from '../../../core/last-used.ts';
import { refreshPulse } from '../../../core/pulse/refresh-pulse.ts';
import type { PulseRow } from '../../../schemas/pulse.ts';
import type { Pulses } from '../../../usecases/ports.ts';
import { UNSEEN } from '../../pulses/unseen.ts';
import type { Database } from '../database/open-database.ts';

/** Rows read in one go while folding, so that 100,000 nodes do not hold up the check-ins between. */
const FOLD_PAGE = 1000;

interface Stored {
  readonly node: string;
  readonly body: string;
  readonly proven: string | null;
}

/** Completes the fresh object in place: a hundred thousand rows are read in one go. */
const toRow = ({ body, proven }: Stored): PulseRow =>
  Object.assign(JSON.parse(body) as Omit<PulseRow, 'proven'>, {
    proven: proven === null ? null : (JSON.parse(proven) as PulseRow['proven']),
  });

type Place = Pick<PulseRow, 'cluster' | 'node'>;
const placeOf = (cluster: string, node: string): string => `${cluster}/${node}`;

const bodyOf = (row: Omit<PulseRow, 'proven'>): string => JSON.stringify({ ...row, proven: undefined });

const unseen = (cluster: string, node: string): Omit<PulseRow, 'proven'> => ({ cluster, node, ...UNSEEN });

const rank = (proven: PulseRow['proven']): number =>
  proven === null ? 0 : proven.generation * 2 + (proven.state === 'active' ? 1 : 0);

/** Rows that are read with every check-in of a deployment; this many take some tens of megabytes. */
const ROWS_KEPT = 10_000;

/**
 * Pulses in the same file and the same commits as the streams. They remember rows, so there is one of this for each
 * file that is open (`Database.forget` for who changes rows otherwise).
 */
export function embeddedPulses({ sql, commits, remembers }: Database): Pulses {
  const known = lastUsed<PulseRow>(ROWS_KEPT);
  const upsert = sql.prepare(
    `INSERT INTO pulses (cluster, node, boot_started_at, sequence, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (cluster, node) DO UPDATE
       SET boot_started_at = excluded.boot_started_at, sequence = excluded.sequence, body = excluded.body
       WHERE (excluded.boot_started_at, excluded.sequence) > (pulses.boot_started_at, pulses.sequence)`,
  );
  const insertUnseen = sql.prepare(
    `INSERT INTO pulses (cluster, node, boot_started_at, sequence, body) VALUES (?, ?, -1, -1, ?)
     ON CONFLICT (cluster, node) DO NOTHING`,
  );
  const setProven = sql.prepare('UPDATE pulses SET proven = ? WHERE cluster = ? AND node = ?');
  const selectOne = sql.prepare('SELECT node, body, proven FROM pulses WHERE cluster = ? AND node = ?');
  const selectPage = sql.prepare(
    'SELECT node, body, proven FROM pulses WHERE cluster = ? AND node > ? ORDER BY node LIMIT ?',
  );
  const remove = sql.prepare('DELETE FROM pulses WHERE cluster = ? AND node = ?');
  const one = (cluster: string, node: string): PulseRow | undefined => {
    const kept = known.get(placeOf(cluster, node));
    if (kept) return kept;
    const stored = selectOne.get(cluster, node) as unknown as Stored | undefined;
    const row = stored && toRow(stored);
    if (row) known.set(placeOf(cluster, node), row);
    return row;
  };
  remembers(known.clear);
  /** Every write of a row goes through here: `work` answers the row as it is from then on, or nothing to read it again. */
  const writing = ({ cluster, node }: Place, work: () => PulseRow | undefined): Promise<PulseRow | undefined> =>
    commits.write(() => {
      const place = placeOf(cluster, node);
      let after: PulseRow | undefined;
      try {
        after = work();
      } finally {
        known.delete(place); // also when the work fails
      }
      if (after) known.set(place, after);
      return after;
    });
  const store = (row: Omit<PulseRow, 'proven'>): boolean =>
    upsert.run(row.cluster, row.node, row.bootStartedAt, row.sequence, bodyOf(row)).changes === 1;

  return {
    async put(row) {
      await writing(row, () => {
        // What it has proven stays in the table; where that is not remembered, it is not read for this alone.
        const before = known.get(placeOf(row.cluster, row.node));
        return store(row) && before ? { ...row, proven: before.proven } : undefined;
      });
    },
    async refresh(life) {
      const written = await writing(life, () => {
        const before = one(life.cluster, life.node);
        const next = before && refreshPulse(before, life);
        return next && store(next) ? { ...next, proven: before.proven } : undefined;
      });
      return written !== undefined;
    },
    async prove(cluster, node, proven) {
      if (proven === null) return;
      await writing({ cluster, node }, () => {
        const first = unseen(cluster, node);
        const before = one(cluster, node) ?? { ...first, proven: null };
        if (rank(proven) <= rank(before.proven)) return before;
        insertUnseen.run(cluster, node, JSON.stringify(first));
        setProven.run(JSON.stringify(proven), cluster, node);
        return { ...before, proven };
      });
    },
    async get(cluster, node) {
      return one(cluster, node);
    },
    async fold(cluster, initial, step) {
      let state = initial;
      for (let after = ''; ; ) {
        const page = selectPage.all(cluster, after, FOLD_PAGE) as unknown as Stored[];
        for (const stored of page) state = step(state, known.get(placeOf(cluster, stored.node)) ?? toRow(stored));
        const last = page.at(-1);
        if (!last || page.length < FOLD_PAGE) return state;
        after = last.node;
        await nextTurn();
      }
    },
    async remove(cluster, node) {
      await writing({ cluster, node }, () => void remove.run(cluster, node));
    },
  };
}

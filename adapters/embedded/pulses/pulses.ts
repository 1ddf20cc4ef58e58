import { setImmediate as nextTurn } from 'node:timers/promises';
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

const bodyOf = (row: Omit<PulseRow, 'proven'>): string => JSON.stringify({ ...row, proven: undefined });

const unseen = (cluster: string, node: string): Omit<PulseRow, 'proven'> => ({ cluster, node, ...UNSEEN });

const rank = (proven: PulseRow['proven']): number =>
  proven === null ? 0 : proven.generation * 2 + (proven.state === 'active' ? 1 : 0);

/** Pulses in the same file and the same commits as the streams. */
export function embeddedPulses({ sql, commits }: Database): Pulses {
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
    const stored = selectOne.get(cluster, node) as unknown as Stored | undefined;
    return stored && toRow(stored);
  };

  return {
    async put(row) {
      const body = bodyOf(row);
      await commits.write(() => upsert.run(row.cluster, row.node, row.bootStartedAt, row.sequence, body));
    },
    refresh: (life) =>
      commits.write(() => {
        const row = one(life.cluster, life.node);
        const next = row && refreshPulse(row, life);
        if (next) upsert.run(next.cluster, next.node, next.bootStartedAt, next.sequence, bodyOf(next));
        return next !== undefined;
      }),
    async prove(cluster, node, proven) {
      if (proven === null) return;
      await commits.write(() => {
        insertUnseen.run(cluster, node, JSON.stringify(unseen(cluster, node)));
        if (rank(proven) > rank(one(cluster, node)?.proven ?? null)) {
          setProven.run(JSON.stringify(proven), cluster, node);
        }
      });
    },
    async get(cluster, node) {
      return one(cluster, node);
    },
    async fold(cluster, initial, step) {
      let state = initial;
      for (let after = ''; ; ) {
        const page = selectPage.all(cluster, after, FOLD_PAGE) as unknown as Stored[];
        state = page.map(toRow).reduce(step, state);
        const last = page.at(-1);
        if (!last || page.length < FOLD_PAGE) return state;
        after = last.node;
        await nextTurn();
      }
    },
    async remove(cluster, node) {
      await commits.write(() => remove.run(cluster, node));
    },
  };
}

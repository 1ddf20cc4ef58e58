import type { JsonObject } from '../../../core/stream.ts';
import type { ViewRow, Views, ViewWrite } from '../../../usecases/ports.ts';
import type { Database } from '../database/open-database.ts';
import { endOfPrefix } from '../database/prefix.ts';

interface Stored {
  readonly part: string;
  readonly sort: string;
  readonly doc: string;
}

const toRow = ({ part, sort, doc }: Stored): ViewRow => ({ partition: part, sort, doc: JSON.parse(doc) as JsonObject });

/** Read models in the same file and the same commits as the streams. */
export function embeddedViews({ sql, commits }: Database): Views {
  const selectMark = sql.prepare('SELECT revision FROM view_marks WHERE stream = ?');
  const setMark = sql.prepare(
    'INSERT INTO view_marks (stream, revision) VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision',
  );
  const upsert = sql.prepare(
    `INSERT INTO view_rows (view, part, sort, doc) VALUES (?, ?, ?, ?)
     ON CONFLICT (view, part, sort) DO UPDATE SET doc = excluded.doc`,
  );
  const remove = sql.prepare('DELETE FROM view_rows WHERE view = ? AND part = ? AND sort = ?');
  const selectOne = sql.prepare('SELECT part, sort, doc FROM view_rows WHERE view = ? AND part = ? AND sort = ?');
  const range = 'SELECT part, sort, doc FROM view_rows WHERE view = ? AND part = ? AND sort >= ? AND sort < ?';
  const selectUp = sql.prepare(`${range} AND (? IS NULL OR sort > ?) ORDER BY sort LIMIT ?`);
  const selectDown = sql.prepare(`${range} AND (? IS NULL OR sort < ?) ORDER BY sort DESC LIMIT ?`);

  const mark = (stream: string): number => (selectMark.get(stream) as { revision: number } | undefined)?.revision ?? 0;
  const store = ({ view, partition, sort, doc }: ViewWrite): unknown =>
    doc === null ? remove.run(view, partition, sort) : upsert.run(view, partition, sort, JSON.stringify(doc));

  return {
    async mark(stream) {
      return mark(stream);
    },
    commit(stream, from, to, writes) {
      return commits.write(() => {
        if (mark(stream) !== from) return 'moved';
        for (const write of writes) store(write);
        setMark.run(stream, to);
        return 'committed';
      });
    },
    async get(view, partition, sort) {
      const row = selectOne.get(view, partition, sort) as unknown as Stored | undefined;
      return row && toRow(row);
    },
    async query(view, partition, { after = null, limit, descending = false, prefix = '' }) {
      const select = descending ? selectDown : selectUp;
      const found = select.all(view, partition, prefix, endOfPrefix(prefix), after, after, limit + 1);
      const rows = (found as unknown as Stored[]).slice(0, limit).map(toRow);
      const last = rows.at(-1);
      return found.length > limit && last ? { rows, next: last.sort } : { rows };
    },
    async drop() {
      await commits.write(() => sql.exec('DELETE FROM view_rows; DELETE FROM view_marks'));
    },
  };
}

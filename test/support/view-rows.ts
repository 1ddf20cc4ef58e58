import type { Database } from '../../adapters/embedded/database/open-database.ts';

/** Every row of every read model, in one order. */
export const viewRows = ({ sql }: Pick<Database, 'sql'>) =>
  sql
    .prepare('SELECT view, part, sort, doc FROM view_rows ORDER BY view, part, sort')
    .all()
    .map((row) => ({ ...row, view: String(row['view']), doc: JSON.parse(String(row['doc'])) as unknown }));

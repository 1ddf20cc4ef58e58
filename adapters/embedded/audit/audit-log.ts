import type { AuditLog, LogLeaf } from '../../../usecases/ports.ts';
import type { Database } from '../database/open-database.ts';

/** The audit log's leaves and full tiles, in the same file and the same commits as the streams. */
export function embeddedAuditLog({ sql, commits }: Database): AuditLog {
  // The unique pair refuses a leaf that is there; `position` counts from 0 without gaps.
  const insertLeaf = sql.prepare(
    `INSERT INTO log_leaves (position, stream, revision, hash)
     VALUES ((SELECT coalesce(max(position), -1) + 1 FROM log_leaves), ?, ?, ?) ON CONFLICT (stream, revision) DO NOTHING`,
  );
  const selectSize = sql.prepare('SELECT coalesce(max(position), -1) + 1 AS size FROM log_leaves');
  const selectLeaves = sql.prepare(
    'SELECT stream, revision, hash FROM log_leaves WHERE position >= ? AND position < ? ORDER BY position',
  );
  const selectTile = sql.prepare('SELECT bytes FROM log_tiles WHERE level = ? AND position = ?');
  const insertTile = sql.prepare(
    'INSERT INTO log_tiles (level, position, bytes) VALUES (?, ?, ?) ON CONFLICT (level, position) DO NOTHING',
  );
  const size = (): number => (selectSize.get() as { size: number }).size;

  return {
    append(leaves) {
      return commits.write(() => {
        for (const { stream, revision, hash } of leaves) insertLeaf.run(stream, revision, hash);
        return size();
      });
    },
    async size() {
      return size();
    },
    async leaves(from, to) {
      const rows = selectLeaves.all(from, to) as unknown as LogLeaf[];
      return rows.map(({ stream, revision, hash }) => ({ stream, revision, hash }));
    },
    async tile(level, index) {
      const row = selectTile.get(level, index) as { bytes: Uint8Array } | undefined;
      return row?.bytes;
    },
    async putTile(level, index, bytes) {
      await commits.write(() => insertTile.run(level, index, bytes));
    },
  };
}

import type { JsonObject } from '../../core/stream.ts';
import type { Positions } from '../../usecases/ports.ts';
import type { Database } from './database/open-database.ts';

/** Notes of those who go through the feed, in the same file and the same commits as the streams. */
export function embeddedPositions({ sql, commits }: Database): Positions {
  const select = sql.prepare('SELECT position FROM feed_positions WHERE name = ?');
  const upsert = sql.prepare(
    'INSERT INTO feed_positions (name, position) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position',
  );
  return {
    async read(name) {
      const row = select.get(name) as { position: string } | undefined;
      return row && (JSON.parse(row.position) as JsonObject);
    },
    async save(name, note) {
      await commits.write(() => upsert.run(name, JSON.stringify(note)));
    },
  };
}

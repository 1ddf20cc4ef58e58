import type { Database } from '../../adapters/embedded/database/open-database.ts';
import type { StreamId } from '../../schemas/event.ts';
import type { ParkedStream } from '../../usecases/ports.ts';

/** How far one reader of the feed is, kept through restarts. */
export interface FeedPositions {
  position(): string;
  parked(): ParkedStream[];
  /** Moves on, parks what failed and frees what did not, together. */
  save(position: string, parked: readonly ParkedStream[], freed: readonly StreamId[]): Promise<void>;
}

export function feedPositions({ sql, commits }: Database, name: string): FeedPositions {
  const selectPosition = sql.prepare('SELECT position FROM feed_positions WHERE name = ?');
  const setPosition = sql.prepare(
    'INSERT INTO feed_positions (name, position) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position',
  );
  const selectParked = sql.prepare('SELECT stream, attempts, retry_at, reason FROM feed_parked WHERE name = ?');
  const park = sql.prepare(
    `INSERT INTO feed_parked (name, stream, attempts, retry_at, reason) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (name, stream) DO UPDATE
       SET attempts = excluded.attempts, retry_at = excluded.retry_at, reason = excluded.reason`,
  );
  const free = sql.prepare('DELETE FROM feed_parked WHERE name = ? AND stream = ?');
  return {
    position: () => (selectPosition.get(name) as { position: string } | undefined)?.position ?? '',
    parked() {
      const rows = selectParked.all(name) as unknown as (Omit<ParkedStream, 'retryAt'> & { retry_at: number })[];
      return rows.map(({ stream, attempts, retry_at, reason }) => ({ stream, attempts, retryAt: retry_at, reason }));
    },
    async save(position, parked, freed) {
      await commits.write(() => {
        setPosition.run(name, position);
        for (const stream of freed) free.run(name, stream);
        for (const { stream, attempts, retryAt, reason } of parked) park.run(name, stream, attempts, retryAt, reason);
      });
    },
  };
}

import type { Clock, Streams } from '../../../usecases/ports.ts';
import type { Database } from '../database/open-database.ts';
import { appender } from './append.ts';
import { reader } from './read.ts';

/** Streams on one sqlite file; the guarantees are those of the port. */
export const embeddedStreams = (database: Database, clock: Clock): Streams => ({
  ...reader(database.sql),
  append: appender(database, clock),
});

/**
 * Forgets commands that nobody repeats any more (30 days).
 * @returns how many were dropped
 */
export function dropCommands({ sql, commits }: Database, storedBeforeMs: number): Promise<number> {
  const drop = sql.prepare('DELETE FROM commands WHERE stored_at < ?');
  return commits.write(() => Number(drop.run(storedBeforeMs).changes));
}

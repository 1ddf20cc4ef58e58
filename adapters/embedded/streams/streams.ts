import { NODE_COMMANDS } from '../../../usecases/command-lifetime.ts';
import type { Clock, Streams } from '../../../usecases/ports.ts';
import type { Database } from '../database/open-database.ts';
import { endOfPrefix } from '../database/prefix.ts';
import { appender } from './append.ts';
import { reader } from './read.ts';

/** Streams on one sqlite file; the guarantees are those of the port. */
export const embeddedStreams = (database: Database, clock: Clock): Streams => ({
  ...reader(database.sql),
  append: appender(database, clock),
});

/**
 * Forgets commands that nobody repeats any more.
 * @param ages how long commands are kept: those of people and steps, and those of node messages (milliseconds)
 * @returns how many were dropped
 */
export function dropCommands(
  { sql, commits }: Database,
  nowMs: number,
  ages: { readonly ms: number; readonly ofNodesMs: number },
): Promise<number> {
  const drop = sql.prepare('DELETE FROM commands WHERE stored_at < ?');
  const dropPrefix = sql.prepare('DELETE FROM commands WHERE stored_at < ? AND key >= ? AND key < ?');
  return commits.write(() => {
    const dropped = [
      drop.run(nowMs - ages.ms),
      ...NODE_COMMANDS.map((prefix) => dropPrefix.run(nowMs - ages.ofNodesMs, prefix, endOfPrefix(prefix))),
    ];
    return dropped.reduce((sum, { changes }) => sum + Number(changes), 0);
  });
}

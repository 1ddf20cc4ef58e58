import { lastUsed } from '../../../core/last-used.ts';
import { NODE_COMMANDS } from '../../../usecases/command-lifetime.ts';
import type { Clock, Head, Streams } from '../../../usecases/ports.ts';
import type { Database } from '../database/open-database.ts';
import { endOfPrefix } from '../database/prefix.ts';
import { appender } from './append.ts';
import { reader } from './read.ts';

/** Heads of nodes are read with every check-in; this many take some tens of megabytes. */
const HEADS_KEPT = 10_000;

/**
 * Streams on one sqlite file; the guarantees are those of the port. They remember heads, so there is one of this for
 * each file that is open (`Database.forget` for who changes rows otherwise).
 */
export function embeddedStreams(database: Database, clock: Clock): Streams {
  const heads = lastUsed<Head>(HEADS_KEPT);
  database.remembers(heads.clear);
  return { ...reader(database.sql, heads), append: appender(database, clock, heads) };
}

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

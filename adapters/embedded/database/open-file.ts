import { DatabaseSync } from 'node:sqlite';
import { SCHEMA_VERSION } from './schema.ts';

const SQLITE_BUSY = 5;
/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const SQLITE_DAMAGED: readonly number[] = [11, 26];

/**
 * Opens a sqlite file of the embedded store, for this thread alone, until `close` or the end of the process.
 * Every commit is on the disk before it is answered; what is erased is overwritten.
 * @param path a file, or `:memory:` for a store that is gone with its process
 * @param schema what is made when it is missing
 * @throws when another process holds the file, a newer Plumbline wrote it, or it is no database (any more)
 */
export function openFile(path: string, schema: string): DatabaseSync {
  const sql = new DatabaseSync(path, { timeout: 0 });
  try {
    sql.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    sql.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536');
    sql.exec('BEGIN IMMEDIATE');
    const { user_version: version } = sql.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > SCHEMA_VERSION) throw new Error(`${path} was written by a newer version of Plumbline`);
    sql.exec(`${schema}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
    return sql;
  } catch (error) {
    sql.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) {
      throw new Error(`${path} is in use by another process`, { cause: error });
    }
    if (SQLITE_DAMAGED.includes((error as { errcode?: number }).errcode ?? 0)) {
      throw new Error(`${path} is damaged, or no database: ${(error as Error).message}`, { cause: error });
    }
    throw error;
  }
}

import type { DatabaseSync } from 'node:sqlite';
import { openFile } from './open-file.ts';
import { SCHEMA } from './schema.ts';
import { type TurnCommits, turnCommits } from './turn-commits.ts';

export interface Database {
  readonly sql: DatabaseSync;
  readonly commits: TurnCommits;
  /** Something is remembered of its rows, and how to forget it. */
  remembers(forget: () => void): void;
  /** Forgets it all: a commit came to nothing, or rows were changed past the adapters. */
  forget(): void;
  /** Commits what waits, then lets the file go. */
  close(): void;
}

/**
 * Opens the one file of what happened (streams, and what is read out of them), for this process alone.
 * @param path a file, or `:memory:` for a store that is gone with its process
 * @throws as {@link openFile}
 */
export function openDatabase(path: string): Database {
  const sql = openFile(path, SCHEMA);
  const memories: (() => void)[] = [];
  const forget = (): void => {
    for (const each of memories) each();
  };
  const commits = turnCommits(sql, forget);
  return {
    sql,
    commits,
    remembers: (memory) => void memories.push(memory),
    forget,
    close() {
      commits.close();
      sql.close();
    },
  };
}

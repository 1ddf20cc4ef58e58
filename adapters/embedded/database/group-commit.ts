import type { DatabaseSync } from 'node:sqlite';

/** What became of one work of a commit. */
export type Settled = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/**
 * Makes a function that runs works in one commit, each in a savepoint: when one throws, nothing of it is stored and the
 * others are not touched. When the commit itself comes to nothing, all of them failed.
 * @param onUndone told at once when a commit came to nothing: what its works remembered of it is not so
 */
export function groupCommit(
  sql: DatabaseSync,
  onUndone: () => void = () => {},
): (works: readonly (() => unknown)[]) => Settled[] {
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((text) => sql.prepare(text)) as Three;
  const [save, release, undo] = ['SAVEPOINT job', 'RELEASE job', 'ROLLBACK TO job'].map((text) =>
    sql.prepare(text),
  ) as Three;

  const attempt = (work: () => unknown): Settled => {
    save.run();
    try {
      const value = work();
      release.run();
      return { ok: true, value };
    } catch (error) {
      undo.run();
      release.run();
      return { ok: false, error };
    }
  };

  return (works) => {
    try {
      begin.run();
      const settled = works.map(attempt);
      commit.run();
      return settled;
    } catch (error) {
      if (sql.isTransaction) rollback.run();
      onUndone();
      return works.map(() => ({ ok: false, error }));
    }
  };
}

type Statement = ReturnType<DatabaseSync['prepare']>;
type Three = [Statement, Statement, Statement];

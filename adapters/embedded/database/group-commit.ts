import type { DatabaseSync } from 'node:sqlite';

/** What became of one work of a commit. */
export type Settled = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** Who waits for what becomes of one work. */
export interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** Tells each who waited for a work of a commit, in the order of the works. */
export function settle(waiting: readonly Waiting[], outcomes: readonly Settled[]): void {
  for (const [index, { resolve, reject }] of waiting.entries()) {
    const outcome = outcomes[index];
    if (outcome?.ok) resolve(outcome.value as never);
    else reject(outcome?.error);
  }
}

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

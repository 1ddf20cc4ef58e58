import type { DatabaseSync } from 'node:sqlite';
import { groupCommit, settle, type Waiting } from './group-commit.ts';

/** More in one commit gains little and makes the first one wait (docs/decisions/0016-check-ins.md). */
export const JOBS_PER_COMMIT = 32;

/** Shares one commit, and so one fsync, among all writes of one turn of the event loop. */
export interface TurnCommits {
  /**
   * Runs `work` in a savepoint of the next commit. Answers only after that commit is durable; when `work` throws,
   * nothing of it is stored and the others of its commit are not touched.
   */
  write<T>(work: () => T): Promise<T>;
  /** Commits what waits and refuses all that comes later. */
  close(): void;
}

interface Job extends Waiting {
  readonly work: () => unknown;
}

/** @param onUndone told at once when a commit came to nothing: what its work remembered of it is not so */
export function turnCommits(sql: DatabaseSync, onUndone: () => void = () => {}): TurnCommits {
  const commit = groupCommit(sql, onUndone);
  let waiting: Job[] = [];
  let scheduled = false;
  let closed = false;

  const commitOne = (): void => {
    const jobs = waiting.slice(0, JOBS_PER_COMMIT);
    waiting = waiting.slice(JOBS_PER_COMMIT);
    settle(jobs, commit(jobs.map(({ work }) => work)));
  };

  const turn = (): void => {
    scheduled = false;
    if (waiting.length === 0) return;
    commitOne();
    schedule();
  };
  const schedule = (): void => {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(turn);
  };

  return {
    write<T>(work: () => T): Promise<T> {
      if (closed) return Promise.reject(new Error('the store is closed'));
      return new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as Job['resolve'], reject });
        schedule();
      });
    },
    close() {
      closed = true;
      while (waiting.length > 0) commitOne();
    },
  };
}

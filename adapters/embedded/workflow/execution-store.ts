import type { Database } from '../database/open-database.ts';
import type { Execution } from './execution.ts';

/** Executions by name; each transition is stored before the next is made. */
export interface ExecutionStore {
  /** @returns whether it is new: a name is used once, ever */
  create(execution: Execution): Promise<boolean>;
  save(execution: Execution): Promise<void>;
  find(name: string): Execution | undefined;
  running(): Execution[];
}

export function executionStore({ sql, commits }: Database): ExecutionStore {
  const insert = sql.prepare('INSERT INTO executions (id, status, body) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING');
  const update = sql.prepare('UPDATE executions SET status = ?, body = ? WHERE id = ?');
  const selectOne = sql.prepare('SELECT body FROM executions WHERE id = ?');
  const selectRunning = sql.prepare(`SELECT body FROM executions WHERE status = 'running'`);
  const read = ({ body }: { readonly body: string }): Execution => JSON.parse(body) as Execution;
  return {
    async create(execution) {
      const { name, status } = execution;
      return commits.write(() => insert.run(name, status, JSON.stringify(execution)).changes === 1);
    },
    async save(execution) {
      const { name, status } = execution;
      await commits.write(() => update.run(status, JSON.stringify(execution), name));
    },
    find(name) {
      const row = selectOne.get(name) as { body: string } | undefined;
      return row && read(row);
    },
    running: () => (selectRunning.all() as unknown as { body: string }[]).map(read),
  };
}

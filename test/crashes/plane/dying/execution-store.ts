import type { Database } from '../../../../adapters/embedded/database/open-database.ts';
import type { Execution } from '../../../../adapters/embedded/workflow/execution.ts';
import {
  type ExecutionStore,
  executionStore as realStore,
} from '../../../../adapters/embedded/workflow/execution-store.ts';
import { BEGIN, END, transition, waiting } from '../points.ts';
import { death, dyingAround } from './death.ts';

/** In the place of the workflow's store. */
export function executionStore(database: Database): ExecutionStore {
  const store = realStore(database);
  const states = new Map<string, string>();
  const placeOf = ({ name, status, state }: Execution): string => {
    const before = states.get(name) ?? '';
    if (status !== 'running') return transition(before, END);
    return before === state ? waiting(state) : transition(before, state);
  };
  return {
    ...store,
    async create(execution) {
      const place = transition(BEGIN, execution.state);
      const created = await dyingAround(place, () => store.create(execution));
      if (created) states.set(execution.name, execution.state);
      if (created) await death.holds(place);
      return created;
    },
    async save(execution) {
      const place = placeOf(execution);
      await dyingAround(place, () => store.save(execution));
      states.set(execution.name, execution.state);
      await death.holds(place);
    },
    running() {
      const executions = store.running();
      for (const { name, state } of executions) states.set(name, state);
      return executions;
    },
  };
}

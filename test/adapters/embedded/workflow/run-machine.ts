import { openDatabase } from '../../../../adapters/embedded/database/open-database.ts';
import type { Execution } from '../../../../adapters/embedded/workflow/execution.ts';
import { executionStore } from '../../../../adapters/embedded/workflow/execution-store.ts';
import { loadMachine } from '../../../../adapters/embedded/workflow/load-machine.ts';
import { embeddedWorkflow } from '../../../../adapters/embedded/workflow/workflow.ts';
import type { Json } from '../../../../schemas/words.ts';
import { countingIds } from '../../../support/counting-ids.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

/** A state, and what it was given. */
export interface Visit {
  readonly name: string;
  readonly input: Json;
}

export interface Ran {
  readonly execution: Execution | undefined;
  /** Every state that was stored as entered, in order. */
  readonly visited: readonly Visit[];
  readonly payloads: readonly Json[];
}

/**
 * Runs a machine to its end in virtual time.
 * @param crashAt transitions (counted from 1) before whose storing the process dies and another takes over
 */
export async function runMachine(
  definition: object,
  deploymentId: string,
  invoke: (payload: Json, call: number) => Json | Promise<Json>,
  crashAt: ReadonlySet<number> = new Set(),
): Promise<Ran> {
  const database = openDatabase(':memory:');
  const store = executionStore(database);
  const clock = virtualClock();
  const visited: Visit[] = [];
  const visit = ({ state, data }: Execution): unknown => visited.push({ name: state, input: data });
  const payloads: Json[] = [];
  let transitions = 0;

  const life = (): Promise<void> =>
    new Promise((resolve) => {
      let dead = false;
      const workflow = embeddedWorkflow({
        machine: loadMachine(JSON.stringify(definition)),
        store: {
          ...store,
          async create(execution) {
            const isNew = await store.create(execution);
            if (isNew) visit(execution);
            return isNew;
          },
          async save(execution) {
            if (dead || crashAt.has(++transitions)) {
              dead = true;
              resolve();
              return new Promise(() => {}); // nothing answers any more
            }
            const before = store.find(execution.name);
            await store.save(execution);
            if (before?.state !== execution.state) visit(execution);
            if (execution.status !== 'running') resolve();
          },
        },
        clock,
        ids: countingIds(),
        invoke: async (payload) => {
          payloads.push(payload);
          return invoke(payload, payloads.length);
        },
        onFault: (fault) => {
          throw fault;
        },
      });
      workflow.resume();
      void workflow.start({ deploymentId, run: 1 });
    });

  const done = (): boolean => (store.find(`${deploymentId}-1`)?.status ?? 'running') !== 'running';
  while (!done()) {
    let over = false;
    void life().then(() => {
      over = true;
    });
    while (!over) await clock.advance(1000);
  }
  const execution = store.find(`${deploymentId}-1`);
  database.close();
  return { execution, visited, payloads };
}

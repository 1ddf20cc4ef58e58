import type { Json } from '../../../schemas/words.ts';
import type { Clock, Ids, Workflow } from '../../../usecases/ports.ts';
import { begin, type Execution } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';
import { invokeTask } from './invoke-task.ts';
import type { Machine } from './machine.ts';
import { type Action, type Happening, nextAction, step } from './step.ts';

/** Pause after a transition could not be stored; the step is then made again, as the port allows. */
const STORE_RETRY_MS = 1000;

export interface EmbeddedWorkflow extends Workflow {
  /** Goes on with everything that was running when the process ended. */
  resume(): void;
  /** Answers when every execution waits for time or has ended. */
  idle(): Promise<void>;
  /** Starts nothing more; answers when the steps under way are stored. */
  stop(): Promise<void>;
}

export interface WorkflowParts {
  readonly machine: Machine;
  readonly store: ExecutionStore;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'bytes'>;
  /** Runs a step. What it throws is a task failure, for the machine's Retry and Catch. */
  readonly invoke: (payload: Json) => Promise<Json>;
  /** Told of faults nobody else hears of. */
  readonly onFault: (fault: unknown, execution: string) => void;
}

/** Runs the rollout state machine in this process; see the port for what it promises. */
export function embeddedWorkflow(parts: WorkflowParts): EmbeddedWorkflow {
  const { machine, store, clock } = parts;
  const driving = new Set<Promise<void>>();
  const timers = new Set<() => void>();
  const known = new Set<string>(); // in this process, so that resuming twice drives nothing twice
  let stopped = false;

  const drive = (execution: Execution): void => {
    if (stopped) return;
    known.add(execution.name);
    const driven = driveToRest(execution).finally(() => driving.delete(driven));
    driving.add(driven);
  };
  const driveAfter = (delayMs: number, execution: Execution): void => {
    if (stopped) return;
    const cancel = clock.after(delayMs, () => {
      timers.delete(cancel);
      drive(execution);
    });
    timers.add(cancel);
  };
  const driveToRest = async (execution: Execution): Promise<void> => {
    let current = execution;
    try {
      for (let action = nextAction(machine, current); action.do !== 'nothing' && !stopped; ) {
        if (action.do === 'wait' && action.until > clock.now()) return driveAfter(action.until - clock.now(), current);
        const next = step(machine, current, await happeningOf(action), clock.now(), randomOf(parts.ids));
        await store.save(next);
        current = next;
        action = nextAction(machine, current);
      }
    } catch (fault) {
      parts.onFault(fault, execution.name);
      driveAfter(STORE_RETRY_MS, current);
    }
  };
  const happeningOf = async (action: Action): Promise<Happening> =>
    action.do === 'invoke' ? invokeTask(parts, action) : { type: 'due' };

  return {
    async start({ deploymentId, run }) {
      const execution = begin(machine, nameOf(deploymentId, run), { deploymentId, run }, clock.now());
      if (!(await store.create(execution))) return 'exists';
      drive(execution);
      return 'started';
    },
    async status({ deploymentId, run }) {
      return store.find(nameOf(deploymentId, run))?.status ?? 'absent';
    },
    resume() {
      for (const execution of store.running()) if (!known.has(execution.name)) drive(execution);
    },
    async idle() {
      while (driving.size > 0) await Promise.all(driving);
    },
    async stop() {
      stopped = true;
      for (const cancel of timers) cancel();
      await Promise.all(driving);
    },
  };
}

const nameOf = (deploymentId: string, run: number): string => `${deploymentId}-${run}`;

const randomOf = ({ bytes }: Pick<Ids, 'bytes'>): number => Buffer.from(bytes(4)).readUInt32BE() / 2 ** 32;

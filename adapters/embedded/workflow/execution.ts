import type { Json } from '../../../schemas/words.ts';
import type { Machine } from './machine.ts';

/** AWS Step Functions ends a standard execution whose history reaches this many events. */
export const HISTORY_LIMIT = 25_000;
/** Input or output of a state, in bytes of UTF-8 JSON. */
export const DATA_BYTES = 256 * 1024;

/** Where a run of a state machine stands; everything needed to go on after a crash. */
export interface Execution {
  /** Unique for ever. */
  readonly name: string;
  readonly input: Json;
  readonly startedAt: number;
  readonly status: 'running' | 'succeeded' | 'failed';
  /** The state it is in, and since when. */
  readonly state: string;
  readonly enteredAt: number;
  /** What the state was given, before InputPath. */
  readonly data: Json;
  /** Attempts made by each retrier of this state. */
  readonly attempts: readonly number[];
  /** Unix milliseconds until which nothing happens: a Wait, or the pause before a retry. */
  readonly wakeAt: number | null;
  /** Events of its history by AWS's rules. */
  readonly historyEvents: number;
  readonly output: Json;
  readonly failure: { readonly error: string; readonly cause: string } | null;
}

/** A new execution, standing in its first state. */
export function begin(machine: Machine, name: string, input: Json, now: number): Execution {
  const started = {
    name,
    input,
    startedAt: now,
    status: 'running',
    attempts: [],
    wakeAt: null,
    historyEvents: 1, // ExecutionStarted
    output: null,
    failure: null,
  } as const;
  return entered({ ...started, state: '', enteredAt: now, data: null }, machine.StartAt, input, now);
}

/** `…StateEntered` */
export const entered = (execution: Execution, state: string, data: Json, now: number): Execution =>
  happened({ ...execution, state, data, enteredAt: now, attempts: [], wakeAt: null }, 1);

/** `ExecutionSucceeded` */
export const succeeded = (execution: Execution, output: Json): Execution => ({
  ...execution,
  status: 'succeeded',
  wakeAt: null,
  output,
  historyEvents: execution.historyEvents + 1,
});

/** `ExecutionFailed` */
export const failed = (execution: Execution, error: string, cause: string): Execution => ({
  ...execution,
  status: 'failed',
  wakeAt: null,
  failure: { error, cause },
  historyEvents: execution.historyEvents + 1,
});

/** Counts events; the one that reaches the limit is the end. */
export function happened(execution: Execution, events: number): Execution {
  const historyEvents = execution.historyEvents + events;
  if (execution.status !== 'running' || historyEvents < HISTORY_LIMIT) return { ...execution, historyEvents };
  const full = { ...execution, historyEvents: HISTORY_LIMIT - 1 };
  return failed(full, 'States.Runtime', `the history reached ${HISTORY_LIMIT} events`);
}

/** The context object, as far as templates may use it. */
export const contextOf = (execution: Execution): Json => ({
  Execution: {
    Id: execution.name,
    Name: execution.name,
    Input: execution.input,
    StartTime: new Date(execution.startedAt).toISOString(),
  },
  State: {
    Name: execution.state,
    EnteredTime: new Date(execution.enteredAt).toISOString(),
    RetryCount: execution.attempts.reduce((sum, count) => sum + count, 0),
  },
});

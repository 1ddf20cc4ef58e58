import type { Json } from '../../../schemas/words.ts';
import { choose } from './choice.ts';
import { contextOf, DATA_BYTES, type Execution, entered, failed, happened, succeeded } from './execution.ts';
import type { Machine, State, Task, Wait } from './machine.ts';
import { PathFailure, readAt, writeAt } from './path.ts';
import { afterFailure } from './retry.ts';
import { fill } from './template.ts';

/** What the world must do before the execution can go on. */
export type Action =
  | { readonly do: 'invoke'; readonly payload: Json; readonly timeoutSeconds?: number }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'step' }
  | { readonly do: 'nothing' };

/** What came of it: a task's answer, its error, or simply that it is time. */
export type Happening =
  | { readonly type: 'due' }
  | { readonly type: 'answered'; readonly result: Json }
  | { readonly type: 'threw'; readonly error: string; readonly cause: string };

/** Next thing to do; asking changes nothing, so it can be asked again after a crash. */
export function nextAction(machine: Machine, execution: Execution): Action {
  if (execution.status !== 'running') return { do: 'nothing' };
  if (execution.wakeAt !== null) return { do: 'wait', until: execution.wakeAt };
  const state = stateOf(machine, execution);
  if (state.Type !== 'Task') return { do: 'step' };
  try {
    const payload = effectiveInput(state, execution);
    return { do: 'invoke', payload, ...(state.TimeoutSeconds && { timeoutSeconds: state.TimeoutSeconds }) };
  } catch {
    return { do: 'step' }; // fails there, with the reason
  }
}

/**
 * One transition: the execution after `happening`. Pure, so a transition that was not stored is simply made again.
 * @param random in [0, 1), for the jitter of retries
 */
export function step(
  machine: Machine,
  execution: Execution,
  happening: Happening,
  now: number,
  random: number,
): Execution {
  const state = stateOf(machine, execution);
  try {
    const after = stepInto(state, execution, happening, now, random);
    return Buffer.byteLength(JSON.stringify(after.data)) > DATA_BYTES
      ? failed(execution, 'States.DataLimitExceeded', `more than ${DATA_BYTES} bytes`)
      : after;
  } catch (error) {
    if (error instanceof PathFailure) return failed(execution, 'States.Runtime', error.message);
    throw error;
  }
}

function stepInto(state: State, execution: Execution, happening: Happening, now: number, random: number): Execution {
  switch (state.Type) {
    case 'Task':
      if (happening.type === 'answered') return taskDone(state, execution, happening.result, now);
      if (happening.type === 'threw') return afterFailure(state, happened(execution, 3), happening, now, random);
      effectiveInput(state, execution); // a path that names nothing fails here
      return { ...execution, wakeAt: null }; // the pause before a retry is over
    case 'Wait':
      if (execution.wakeAt === null) return { ...execution, wakeAt: waitUntil(state, execution) };
      return leave(state, execution, effectiveInput(state, execution), now);
    case 'Choice': {
      const data = effectiveInput(state, execution);
      const next = choose(state, data, contextOf(execution));
      if (next === undefined)
        return failed(execution, 'States.NoChoiceMatched', `no choice of ${execution.state} holds`);
      return entered(happened(execution, 1), next, selected(state.OutputPath, data, execution), now);
    }
    case 'Pass': {
      const input = effectiveInput(state, execution);
      const result = state.Result ?? input;
      return leave(state, execution, placed(state.ResultPath, execution.data, result), now);
    }
    case 'Succeed': {
      const output = selected(state.OutputPath, effectiveInput(state, execution), execution);
      return succeeded(happened(execution, 1), output);
    }
    case 'Fail':
      return failed(execution, state.Error ?? '', state.Cause ?? '');
  }
}

/** LambdaFunctionScheduled, -Started, -Succeeded; leaving is counted where it happens. */
function taskDone(state: Task, execution: Execution, result: Json, now: number): Execution {
  const chosen = state.ResultSelector === undefined ? result : fill(state.ResultSelector, result, contextOf(execution));
  return leave(state, happened(execution, 3), placed(state.ResultPath, execution.data, chosen), now);
}

function leave(
  state: { OutputPath?: string | null | undefined; Next?: string | undefined },
  execution: Execution,
  data: Json,
  now: number,
): Execution {
  if (execution.status !== 'running') return execution; // the history was full
  const output = selected(state.OutputPath, data, execution);
  const left = happened(execution, 1);
  return state.Next === undefined ? succeeded(left, output) : entered(left, state.Next, output, now);
}

function effectiveInput(state: State, execution: Execution): Json {
  const data = 'InputPath' in state ? selected(state.InputPath, execution.data, execution) : execution.data;
  const template = 'Parameters' in state ? state.Parameters : undefined;
  return template === undefined ? data : fill(template, data, contextOf(execution));
}

/** InputPath or OutputPath: absent = all, null = nothing. */
const selected = (path: string | null | undefined, data: Json, execution: Execution): Json =>
  path === null ? {} : readAt(path ?? '$', data, contextOf(execution));

/** ResultPath: absent = the result alone, null = the raw input alone, else the one put into the other. */
const placed = (path: string | null | undefined, input: Json, result: Json): Json =>
  path === null ? input : writeAt(path ?? '$', input, result);

function waitUntil(state: Wait, execution: Execution): number {
  const data = selected(state.InputPath, execution.data, execution);
  const from = (path: string): Json => readAt(path, data, contextOf(execution));
  const seconds = state.SecondsPath === undefined ? state.Seconds : from(state.SecondsPath);
  if (seconds !== undefined) {
    if (!Number.isInteger(seconds) || Number(seconds) < 0)
      throw new PathFailure('a wait needs whole seconds, 0 or more');
    return execution.enteredAt + Number(seconds) * 1000;
  }
  const at = Date.parse(String(state.TimestampPath === undefined ? state.Timestamp : from(state.TimestampPath)));
  if (Number.isNaN(at)) throw new PathFailure('a wait needs an RFC 3339 time');
  return at;
}

function stateOf(machine: Machine, execution: Execution): State {
  const state = machine.States[execution.state];
  if (!state) throw new Error(`execution ${execution.name} is in ${execution.state}, which the machine does not have`);
  return state;
}

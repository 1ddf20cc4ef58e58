import { type Execution, entered, failed, happened } from './execution.ts';
import type { Retrier, Task } from './machine.ts';
import { writeAt } from './path.ts';

/** The first retrier that fits and has attempts left, else the first catcher that fits, else the end. */
export function afterFailure(
  state: Task,
  execution: Execution,
  { error, cause }: { readonly error: string; readonly cause: string },
  now: number,
  random: number,
): Execution {
  if (execution.status !== 'running') return execution; // the history was full
  const index = state.Retry.findIndex(({ ErrorEquals }) => fits(ErrorEquals, error));
  const retrier = state.Retry[index];
  const made = execution.attempts[index] ?? 0;
  if (retrier && made < retrier.MaxAttempts) {
    const attempts = state.Retry.map((_, each) => (execution.attempts[each] ?? 0) + (each === index ? 1 : 0));
    return { ...execution, attempts, wakeAt: now + pauseMs(retrier, made, random) };
  }
  const catcher = state.Catch.find(({ ErrorEquals }) => fits(ErrorEquals, error));
  if (!catcher) return failed(execution, error, cause);
  const failure = { Error: error, Cause: cause };
  const data =
    catcher.ResultPath === null ? execution.data : writeAt(catcher.ResultPath ?? '$', execution.data, failure);
  return entered(happened(execution, 1), catcher.Next, data, now);
}

/** `States.ALL` is everything; `States.TaskFailed` everything but a timeout. */
const fits = (names: readonly string[], error: string): boolean =>
  names.some(
    (name) => name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );

function pauseMs(
  { IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy }: Retrier,
  made: number,
  random: number,
): number {
  const grown = IntervalSeconds * BackoffRate ** made;
  const seconds = Math.min(grown, MaxDelaySeconds ?? grown);
  return Math.round(seconds * 1000 * (JitterStrategy === 'FULL' ? random : 1));
}

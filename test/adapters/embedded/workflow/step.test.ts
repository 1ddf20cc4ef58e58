import { describe, expect, it } from 'vitest';
import { begin, type Execution, HISTORY_LIMIT } from '../../../../adapters/embedded/workflow/execution.ts';
import { loadMachine } from '../../../../adapters/embedded/workflow/load-machine.ts';
import { type Happening, nextAction, step } from '../../../../adapters/embedded/workflow/step.ts';
import type { Json } from '../../../../schemas/words.ts';

const NOW = Date.parse('2026-11-22T09:30:00.000Z');
const due: Happening = { type: 'due' };
const answered = (result: Json): Happening => ({ type: 'answered', result });
const task = (more: object = {}) => ({ Type: 'Task', Resource: 'arn:x', End: true, ...more });
const load = (state: object) =>
  loadMachine(JSON.stringify({ StartAt: 'Only', States: { Only: state, ...REST(state) } }));
const REST = (state: object): object => (JSON.stringify(state).includes('"Then"') ? { Then: { Type: 'Succeed' } } : {});

const once = (state: object, input: Json, happening: Happening, random = 0): Execution =>
  step(load(state), begin(load(state), 'd-1', input, NOW), happening, NOW, random);

describe('history events are counted as AWS counts them', () => {
  it.each([
    // ExecutionStarted + TaskStateEntered + Scheduled, Started, Succeeded + TaskStateExited + ExecutionSucceeded
    { name: 'a task', state: task(), happening: answered(1), events: 7 },
    { name: 'a pass', state: { Type: 'Pass', End: true }, happening: due, events: 4 },
    { name: 'a succeed', state: { Type: 'Succeed' }, happening: due, events: 4 },
    { name: 'a fail', state: { Type: 'Fail' }, happening: due, events: 3 },
    { name: 'a task that fails', state: task(), happening: { type: 'threw', error: 'E', cause: '' }, events: 6 },
  ] as const)('$name', ({ state, happening, events }) => {
    expect(once(state, {}, happening).historyEvents).toBe(events);
  });

  it('a loop of wait, task and choice is nine', () => {
    const machine = loadMachine(
      JSON.stringify({
        StartAt: 'Soak',
        States: {
          Soak: { Type: 'Wait', Seconds: 15, Next: 'Assess' },
          Assess: { Type: 'Task', Resource: 'arn:x', Next: 'Decide' },
          Decide: {
            Type: 'Choice',
            Choices: [{ Variable: '$.again', BooleanEquals: true, Next: 'Soak' }],
            Default: 'End',
          },
          End: { Type: 'Succeed' },
        },
      }),
    );
    let execution = begin(machine, 'd-1', {}, NOW);
    let now = NOW;
    const counts: number[] = [];
    while (execution.status === 'running') {
      if (execution.state === 'Soak' && execution.wakeAt === null) counts.push(execution.historyEvents);
      const action = nextAction(machine, execution);
      if (action.do === 'wait') now = action.until;
      execution = step(machine, execution, action.do === 'invoke' ? answered({ again: true }) : due, now, 0);
    }
    expect(counts.slice(0, 3)).toStrictEqual([2, 11, 20]);
    expect(execution).toMatchObject({ status: 'failed', historyEvents: HISTORY_LIMIT });
    expect(execution.failure).toStrictEqual({ error: 'States.Runtime', cause: 'the history reached 25000 events' });
    expect((now - NOW) / 3_600_000).toBeCloseTo(11.57, 2); // design.md §5: 11.6 h at 15 s
  });
});

describe('waits', () => {
  const until = (state: object, input: Json = {}) => once({ Type: 'Wait', End: true, ...state }, input, due).wakeAt;
  it.each([
    { name: 'seconds', state: { Seconds: 2 }, input: {} as Json, ms: 2000 },
    { name: 'no time', state: { SecondsPath: '$.s' }, input: { s: 0 } as Json, ms: 0 },
    { name: 'a month', state: { SecondsPath: '$.s' }, input: { s: 2_678_400 } as Json, ms: 2_678_400_000 },
    { name: 'a timestamp', state: { Timestamp: '2026-11-22T09:30:01Z' }, input: {} as Json, ms: 1000 },
    {
      name: 'a given timestamp',
      state: { TimestampPath: '$.t' },
      input: { t: '2026-11-22T09:29:59Z' } as Json,
      ms: -1000,
    },
  ])('$name', ({ state, input, ms }) => expect(until(state, input)).toBe(NOW + ms));

  it.each([
    { name: 'a fraction', input: { s: 1.5 } as Json },
    { name: 'a negative number', input: { s: -1 } as Json },
    { name: 'a text', input: { s: '1' } as Json },
    { name: 'nothing', input: {} as Json },
  ])('$name is no number of seconds', ({ input }) => {
    expect(once({ Type: 'Wait', SecondsPath: '$.s', End: true }, input, due).failure?.error).toBe('States.Runtime');
  });
});

describe('retries', () => {
  const retrier = { ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 10 };
  const pauses = (more: object, random: number): (number | null)[] => {
    const machine = load(task({ Retry: [{ ...retrier, ...more }] }));
    let execution = begin(machine, 'd-1', {}, NOW);
    return [1, 2, 3, 4].map(() => {
      execution = step(machine, execution, { type: 'threw', error: 'Busy', cause: '' }, NOW, random);
      return execution.wakeAt === null ? null : execution.wakeAt - NOW;
    });
  };
  it.each([
    { name: 'grow, up to a limit', more: {}, random: 0.5, ms: [2000, 6000, 10_000, null] },
    { name: 'are spread', more: { JitterStrategy: 'FULL' }, random: 0.5, ms: [1000, 3000, 5000, null] },
    { name: 'may be none', more: { MaxAttempts: 0 }, random: 0, ms: [null, null, null, null] },
  ])('$name', ({ more, random, ms }) => expect(pauses(more, random)).toStrictEqual(ms));

  it('TaskFailed does not mean a timeout, ALL does', () => {
    const caught = (name: string) =>
      once(
        task({ Catch: [{ ErrorEquals: [name], Next: 'Then' }] }),
        {},
        { type: 'threw', error: 'States.Timeout', cause: '' },
      );
    expect(caught('States.TaskFailed').status).toBe('failed');
    expect(caught('States.ALL').state).toBe('Then');
  });
});

describe('data', () => {
  it('a path that names nothing ends the execution', () => {
    const state = task({ Parameters: { 'x.$': '$.missing' } });
    expect(nextAction(load(state), begin(load(state), 'd-1', {}, NOW))).toStrictEqual({ do: 'step' });
    expect(once(state, {}, due).failure).toStrictEqual({
      error: 'States.Runtime',
      cause: 'there is nothing at $.missing',
    });
  });

  it.each([
    { name: 'within', length: 256 * 1024 - 2, status: 'succeeded' },
    { name: 'above', length: 256 * 1024 - 1, status: 'failed' },
  ])('$name 256 KiB', ({ length, status }) => {
    const machine = load({ Type: 'Task', Resource: 'arn:x', Next: 'Then' });
    const after = step(machine, begin(machine, 'd-1', {}, NOW), answered('x'.repeat(length)), NOW, 0);
    const end = after.status === 'running' ? step(machine, after, due, NOW, 0) : after;
    expect(end.status).toBe(status);
  });

  it('no choice that holds is an error of its own', () => {
    const state = { Type: 'Choice', Choices: [{ Variable: '$.x', NumericGreaterThan: 1, Next: 'Then' }] };
    expect(once(state, { x: 1 }, due).failure?.error).toBe('States.NoChoiceMatched');
    expect(once(state, { x: 2 }, due).state).toBe('Then');
    expect(once(state, {}, due).failure?.error).toBe('States.Runtime');
  });
});

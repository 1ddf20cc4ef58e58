import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../../adapters/embedded/database/open-database.ts';
import { executionStore } from '../../../../adapters/embedded/workflow/execution-store.ts';
import { loadMachine } from '../../../../adapters/embedded/workflow/load-machine.ts';
import { embeddedWorkflow } from '../../../../adapters/embedded/workflow/workflow.ts';
import type { Json } from '../../../../schemas/words.ts';
import { countingIds } from '../../../support/counting-ids.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const RUN = { deploymentId: 'd', run: 1 };
const MACHINE = JSON.stringify({
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: 'arn:work',
      TimeoutSeconds: 60,
      Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5, MaxAttempts: 1 }],
      End: true,
    },
  },
});

function running(invoke: (call: number) => Promise<Json>) {
  const database = openDatabase(':memory:');
  onTestFinished(() => database.close());
  const clock = virtualClock();
  const store = executionStore(database);
  const faults: unknown[] = [];
  let calls = 0;
  let savesToFail = 0;
  const workflow = embeddedWorkflow({
    machine: loadMachine(MACHINE),
    store: {
      ...store,
      async save(execution) {
        if (savesToFail-- > 0) throw new Error('disk full');
        await store.save(execution);
      },
    },
    clock,
    ids: countingIds(),
    invoke: () => invoke(++calls),
    onFault: (fault) => faults.push(fault),
  });
  const failSaves = (times: number): void => {
    savesToFail = times;
  };
  return { workflow, clock, faults, store, failSaves, calls: () => calls };
}
const never = new Promise<Json>(() => {});

it('a step that does not answer in time is made again', async () => {
  const { workflow, clock, calls } = running((call) => (call === 1 ? never : Promise.resolve('done')));
  await workflow.start(RUN);
  await clock.advance(64_999);
  expect(calls()).toBe(1);
  await clock.advance(1); // 60 s, and the pause of 5
  expect(calls()).toBe(2);
  expect(await workflow.status(RUN)).toBe('succeeded');
});

it('an execution whose steps never answer fails in the end', async () => {
  const { workflow, clock, store, calls } = running(() => never);
  await workflow.start(RUN);
  await clock.advance(125_000);
  expect(calls()).toBe(2);
  expect(store.find('d-1')?.failure).toStrictEqual({ error: 'States.Timeout', cause: 'no answer within 60 s' });
});

it('a transition that cannot be stored is made again, step and all', async () => {
  const { workflow, clock, failSaves, faults, calls } = running(async (call) => ({ call }));
  failSaves(2);
  await workflow.start(RUN);
  await clock.advance(1999);
  expect([calls(), faults.length, await workflow.status(RUN)]).toStrictEqual([2, 2, 'running']);
  await clock.advance(1);
  expect([calls(), faults.length, await workflow.status(RUN)]).toStrictEqual([3, 2, 'succeeded']);
});

it('what is no JSON does not get through, as on AWS', async () => {
  const answers = { nothing: undefined, at: new Date(0), skipped: () => 1 };
  const { workflow, store } = running(async () => answers as unknown as Json);
  await workflow.start(RUN);
  await workflow.idle();
  expect(store.find('d-1')?.output).toStrictEqual({ at: '1970-01-01T00:00:00.000Z' });
});

it('stop lets the step under way end and be stored, and begins no other', async () => {
  const { promise, resolve } = Promise.withResolvers<Json>();
  const { workflow, clock, calls } = running(() => promise);
  await workflow.start(RUN);
  await clock.advance(0);
  const stopped = workflow.stop();
  resolve('late');
  await stopped;
  expect(await workflow.status(RUN)).toBe('succeeded');
  expect(await workflow.start({ ...RUN, run: 2 })).toBe('started');
  await clock.advance(600_000);
  expect(calls()).toBe(1);
  expect(await workflow.status({ ...RUN, run: 2 })).toBe('running'); // for the next process
});

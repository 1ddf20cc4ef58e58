import { describe, expect, it } from 'vitest';
import type { Workflow } from '../../usecases/ports.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const RUN = { deploymentId: '00000000-0000-4000-8000-000000000001', run: 1 };

/** What the machine of the suite does: one task that waits to be told how it ends. */
export const CONTRACT_MACHINE = {
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: 'arn:work',
      Retry: [{ ErrorEquals: ['Error'], IntervalSeconds: 1, MaxAttempts: 2 }],
      Next: 'Rest',
    },
    Rest: { Type: 'Wait', Seconds: 2_678_400, Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
};

/** Tells each invocation how to end; the factory wires it as the task. */
export interface Work {
  readonly heard: unknown[];
  fail(times: number): void;
}

/** Runs of the rollout machine. @see usecases/ports.ts Workflow */
export function workflowContract(open: Factory<'workflow'>, workOf: (workflow: Workflow) => Work): void {
  const run = within(open);

  describe('start', () => {
    it(
      'runs one execution for each deployment and run, ever',
      run(async ({ world: { workflow }, clock }) => {
        expect(await workflow.status(RUN)).toBe('absent');
        expect(await workflow.start(RUN)).toBe('started');
        expect(await workflow.start(RUN)).toBe('exists');
        expect(await workflow.start({ ...RUN, run: 2 })).toBe('started');
        await clock.advance(0);
        expect(workOf(workflow).heard).toStrictEqual([RUN, { ...RUN, run: 2 }]);
        expect(await workflow.status(RUN)).toBe('running');
        await clock.advance(2_678_399_999);
        expect(await workflow.status(RUN)).toBe('running');
        await clock.advance(1);
        expect(await workflow.status(RUN)).toBe('succeeded');
        expect(await workflow.start(RUN)).toBe('exists');
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { workflow }, failOnce, clock }) => {
        failOnce('workflow', 'start', { stored });
        await expect(workflow.start(RUN)).rejects.toThrow('workflow.start failed');
        expect(await workflow.start(RUN)).toBe(stored ? 'exists' : 'started');
        await clock.advance(0);
        expect(workOf(workflow).heard).toStrictEqual([RUN]);
      })(),
    );

    it.each([
      { failures: 2, ends: 'running', invoked: 3 },
      { failures: 3, ends: 'failed', invoked: 3 },
    ])('a step that fails $failures times is $ends', ({ failures, ends, invoked }) =>
      run(async ({ world: { workflow }, clock }) => {
        workOf(workflow).fail(failures);
        await workflow.start(RUN);
        await clock.advance(10_000);
        expect(await workflow.status(RUN)).toBe(ends);
        expect(workOf(workflow).heard.length).toBe(invoked);
      })(),
    );
  });
}

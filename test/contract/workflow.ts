import { describe, expect, it } from 'vitest';
import type { Workflow } from '../../usecases/ports.ts';
import { FAILURES, type Factory, type Opened, within } from './contract.ts';

const RUN = { deploymentId: '00000000-0000-4000-8000-000000000001', run: 1 };

/** What the machine of the suite does: one task that waits to be told how it ends, and then a rest. */
export const contractMachine = (task: string, restSeconds: number) => ({
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: task,
      Retry: [{ ErrorEquals: ['Error'], IntervalSeconds: 1, MaxAttempts: 2 }],
      Next: 'Rest',
    },
    Rest: { Type: 'Wait', Seconds: restSeconds, Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
});

/** Tells each invocation how to end; the factory wires it as the task. */
export interface Work {
  readonly heard: unknown[];
  fail(times: number): void;
}

/** How time passes for the machine. */
export interface RunTime {
  readonly restSeconds: number;
  /** Goes on so far, or until `holds` where time cannot be moved. */
  passes(opened: Opened<'workflow'>, ms: number, holds: () => Promise<boolean>): Promise<void>;
}

const A_MONTH = 2_678_400;
const OWN_TIME: RunTime = {
  restSeconds: A_MONTH,
  async passes({ clock }, ms, holds) {
    await clock.advance(ms);
    expect(await holds()).toBe(true);
  },
};
export const CONTRACT_MACHINE = contractMachine('arn:work', A_MONTH);

/** Runs of the rollout machine. @see usecases/ports.ts Workflow */
export function workflowContract(
  open: Factory<'workflow'>,
  workOf: (workflow: Workflow) => Work,
  { restSeconds, passes }: RunTime = OWN_TIME,
): void {
  const run = within(open);

  describe('start', () => {
    it(
      'runs one execution for each deployment and run, ever',
      run(async (opened) => {
        const { workflow } = opened.world;
        const { heard } = workOf(workflow);
        const isAt = (status: string) => async () => (await workflow.status(RUN)) === status;
        expect(await workflow.status(RUN)).toBe('absent');
        expect(await workflow.start(RUN)).toBe('started');
        expect(await workflow.start(RUN)).toBe('exists');
        expect(await workflow.status(RUN)).toBe('running');
        await passes(opened, 0, async () => heard.length === 1);
        expect(await workflow.start({ ...RUN, run: 2 })).toBe('started');
        await passes(opened, 0, async () => heard.length === 2);
        expect(heard).toStrictEqual([RUN, { ...RUN, run: 2 }]);
        await passes(opened, restSeconds * 1000 - 1, isAt('running'));
        await passes(opened, 1, isAt('succeeded'));
        expect(await workflow.start(RUN)).toBe('exists');
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async (opened) => {
        const { world, failOnce } = opened;
        failOnce('workflow', 'start', { stored });
        await expect(world.workflow.start(RUN)).rejects.toThrow('workflow.start failed');
        expect(await world.workflow.start(RUN)).toBe(stored ? 'exists' : 'started');
        const { heard } = workOf(world.workflow);
        await passes(opened, 0, async () => heard.length > 0);
        expect(heard).toStrictEqual([RUN]);
      })(),
    );

    it.each([
      { failures: 2, ends: 'running', invoked: 3 },
      { failures: 3, ends: 'failed', invoked: 3 },
    ])('a step that fails $failures times is $ends', ({ failures, ends, invoked }) =>
      run(async (opened) => {
        const { workflow } = opened.world;
        const { heard, fail } = workOf(workflow);
        fail(failures);
        await workflow.start(RUN);
        await passes(opened, 10_000, async () => heard.length === invoked && (await workflow.status(RUN)) === ends);
        expect(heard.length).toBe(invoked);
      })(),
    );
  });
}

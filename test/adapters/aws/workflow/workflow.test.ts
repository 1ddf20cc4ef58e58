import { describe, expect, it } from 'vitest';
import type { Executions } from '../../../../adapters/aws/workflow/executions.ts';
import { stepFunctionsWorkflow } from '../../../../adapters/aws/workflow/workflow.ts';

const RUN = { deploymentId: '00000000-0000-4000-8000-000000000001', run: 12 };
const NAME = '00000000-0000-4000-8000-000000000001-12';

/** Step Functions as documented: a running execution may be started again with the same input. */
function executions() {
  const known = new Map<string, { input: string; status: string }>();
  let lose: 'request' | 'reply' | undefined;
  const fake: Executions = {
    async start(name, input) {
      const how = lose;
      lose = undefined;
      if (how === 'request') throw new Error('no answer');
      const found = known.get(name);
      if (found) return found.status === 'RUNNING' && found.input === input ? 'started' : 'exists';
      known.set(name, { input, status: 'RUNNING' });
      if (how === 'reply') throw new Error('no answer');
      return 'started';
    },
    async statusOf(name) {
      return known.get(name)?.status;
    },
  };
  const loseOnce = (what: 'request' | 'reply') => {
    lose = what;
  };
  return { known, fake, loseOnce, workflow: stepFunctionsWorkflow(fake) };
}

describe('start', () => {
  it('names the execution after deployment and run, and hands both over and nothing else', async () => {
    const { known, workflow } = executions();
    expect(await workflow.start(RUN)).toBe('started');
    expect([...known]).toStrictEqual([[NAME, { input: JSON.stringify(RUN), status: 'RUNNING' }]]);
  });

  it.each(['RUNNING', 'SUCCEEDED', 'FAILED'])('finds one that is %s', async (status) => {
    const { known, workflow } = executions();
    await workflow.start(RUN);
    known.set(NAME, { input: JSON.stringify(RUN), status });
    expect(await workflow.start(RUN)).toBe('exists');
  });

  it.each([
    { how: 'request', again: 'started' },
    { how: 'reply', again: 'exists' },
  ] as const)('converges when the $how is lost', async ({ how, again }) => {
    const { known, workflow, loseOnce } = executions();
    loseOnce(how);
    await expect(workflow.start(RUN)).rejects.toThrow('no answer');
    expect(await workflow.start(RUN)).toBe(again);
    expect(known.size).toBe(1);
  });

  it('of many at once makes one execution, however stale what they saw before', async () => {
    const { known, fake } = executions();
    const late = stepFunctionsWorkflow({ ...fake, statusOf: async () => undefined });
    await Promise.all(Array.from({ length: 5 }, () => late.start(RUN)));
    expect([...known.keys()]).toStrictEqual([NAME]);
    known.set(NAME, { input: JSON.stringify(RUN), status: 'SUCCEEDED' });
    expect(await late.start(RUN)).toBe('exists');
  });
});

describe('status', () => {
  it.each([
    { status: undefined, is: 'absent' },
    { status: 'RUNNING', is: 'running' },
    { status: 'PENDING_REDRIVE', is: 'running' },
    { status: 'SUCCEEDED', is: 'succeeded' },
    { status: 'FAILED', is: 'failed' },
    { status: 'TIMED_OUT', is: 'failed' },
    { status: 'ABORTED', is: 'failed' },
  ])('$status is $is', async ({ status, is }) => {
    const workflow = stepFunctionsWorkflow({ start: async () => 'exists', statusOf: async () => status });
    expect(await workflow.status(RUN)).toBe(is);
  });

  it('guesses nothing about a status that is new to it', async () => {
    const workflow = stepFunctionsWorkflow({ start: async () => 'exists', statusOf: async () => 'PAUSED' });
    await expect(workflow.status(RUN)).rejects.toThrow('an execution is PAUSED');
  });
});

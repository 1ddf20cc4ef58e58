import type { Workflow } from '../../../usecases/ports.ts';
import type { Executions } from './executions.ts';

const STATUS: { readonly [status: string]: 'running' | 'succeeded' | 'failed' } = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  ABORTED: 'failed',
};

/**
 * Executions of the rollout state machine under the name `<deploymentId>-<run>`, which Step Functions takes once: for
 * ever as far as a deployment lives, 90 days after the end. (A run started again after that finds itself superseded.)
 * Starting a running one again is no error to Step Functions, so it is looked for first; of two who start at the very
 * same moment both may hear `started`, and there is still one execution.
 */
export function stepFunctionsWorkflow(executions: Executions): Workflow {
  return {
    async start({ deploymentId, run }) {
      const name = nameOf(deploymentId, run);
      if ((await executions.statusOf(name)) !== undefined) return 'exists';
      return executions.start(name, JSON.stringify({ deploymentId, run }));
    },
    async status({ deploymentId, run }) {
      const status = await executions.statusOf(nameOf(deploymentId, run));
      if (status === undefined) return 'absent';
      const known = STATUS[status];
      if (!known) throw new Error(`an execution is ${status}`);
      return known;
    },
  };
}

const nameOf = (deploymentId: string, run: number): string => `${deploymentId}-${run}`;

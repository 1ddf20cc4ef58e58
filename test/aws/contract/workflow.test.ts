import { sdkExecutions } from '../../../adapters/aws/workflow/sdk-executions.ts';
import { stepFunctionsWorkflow } from '../../../adapters/aws/workflow/workflow.ts';
import type { Workflow } from '../../../usecases/ports.ts';
import type { Opened } from '../../contract/contract.ts';
import { contractMachine, type RunTime, type Work, workflowContract } from '../../contract/workflow.ts';
import { failing } from '../../support/fail-once.ts';
import { until } from '../../support/until.ts';
import { memoryWorld } from '../../support/world.ts';
import { activityMachine, sfn } from '../support/activity-machine.ts';
import { describeOnLocalStack } from '../support/emulated.ts';

/** Step Functions has a time of its own; whoever asks has to wait. */
const ITS_TIME: RunTime = {
  restSeconds: 3,
  async passes(_opened, _ms, holds) {
    await until(holds, (held) => held);
  },
};

const works = new WeakMap<Workflow, Work>();

async function onStepFunctions(): Promise<Opened<'workflow'>> {
  const memory = memoryWorld();
  const heard: unknown[] = [];
  let failures = 0;
  const machine = await activityMachine(
    (task) => contractMachine(task, ITS_TIME.restSeconds),
    (payload) => {
      heard.push(payload);
      if (failures-- > 0) throw new Error('not now');
      return {};
    },
  );
  const workflow = stepFunctionsWorkflow(sdkExecutions(sfn(), machine.stateMachineArn));
  const { world, failOnce } = failing({ ...memory.world, workflow });
  const fail = (times: number) => {
    failures = times;
  };
  works.set(world.workflow, { heard, fail });
  const close = async () => {
    await machine.close();
    memory.close();
  };
  return { world, failOnce, clock: memory.clock, close };
}

const workOf = (workflow: Workflow): Work => {
  const work = works.get(workflow);
  if (!work) throw new Error('opened elsewhere');
  return work;
};

// MiniStack loses the names of errors, so its retriers never match.
describeOnLocalStack('Step Functions', () => workflowContract(onStepFunctions, workOf, ITS_TIME));

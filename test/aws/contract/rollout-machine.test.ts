import { readFileSync } from 'node:fs';
import { type HistoryEvent, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { sdkExecutions } from '../../../adapters/aws/workflow/sdk-executions.ts';
import { stepFunctionsWorkflow } from '../../../adapters/aws/workflow/workflow.ts';
import type { Json } from '../../../schemas/words.ts';
import { runMachine, type Visit } from '../../adapters/embedded/workflow/run-machine.ts';
import { until } from '../../support/until.ts';
import { activityMachine, sfn } from '../support/activity-machine.ts';
import { describeOnLocalStack } from '../support/emulated.ts';

const ROLLOUT = readFileSync(new URL('../../../state-machines/rollout.asl.json', import.meta.url), 'utf8');
/** As the stack fills it in. */
const rollout = (task: string): object => JSON.parse(ROLLOUT.replaceAll('$'.concat('{RolloutFunctionArn}'), task));

/** The first execution of an emulator's life starts its interpreter too. */
const STARTING_SECONDS = 150;

interface Ran {
  readonly states: readonly Visit[];
  readonly payloads: readonly Json[];
  readonly output: Json;
  readonly historyEvents: number;
}
/** What the step answers, or the error it fails with, in the order of the calls. */
type Script = readonly (string | Error)[];

/** A rollout function that has nothing but a script. */
function scripted(script: Script): { step(payload: Json): Json; readonly payloads: Json[] } {
  const payloads: Json[] = [];
  return {
    payloads,
    step(payload) {
      const { deploymentId, run, loops } = payload as { deploymentId: string; run: number; loops: number };
      const said = script[payloads.push(payload) - 1] ?? 'superseded';
      if (said instanceof Error) throw said;
      const breach = said === 'roll_back' ? { trigger: 'error_rate' } : null;
      return { deploymentId, run, loops: loops + 1, outcome: said, waitSeconds: loops % 2, phase: loops, breach };
    },
  };
}

async function onStepFunctions(script: Script, deploymentId: string): Promise<Ran> {
  const { step, payloads } = scripted(script);
  const { stateMachineArn, close } = await activityMachine(rollout, step);
  const workflow = stepFunctionsWorkflow(sdkExecutions(sfn(), stateMachineArn));
  const run = { deploymentId, run: 1 };
  await workflow.start(run);
  const status = await until(
    () => workflow.status(run),
    (each) => each !== 'running',
    STARTING_SECONDS,
  );
  await close();
  expect(status).toBe('succeeded');
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${deploymentId}-1`;
  const history: HistoryEvent[] = [];
  for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn() }, { executionArn }))
    history.push(...events);
  const states = history.flatMap(({ stateEnteredEventDetails: entered }) =>
    entered ? { name: entered.name ?? '', input: JSON.parse(entered.input ?? 'null') as Json } : [],
  );
  const output = JSON.parse(history.at(-1)?.executionSucceededEventDetails?.output ?? 'null') as Json;
  return { states, payloads, output, historyEvents: history.length };
}

async function onOurStepper(script: Script, deploymentId: string): Promise<Ran> {
  const { step } = scripted(script);
  const { execution, visited, payloads } = await runMachine(rollout('arn:work'), deploymentId, step);
  if (execution?.status !== 'succeeded') throw new Error('it did not end well');
  return { states: visited, payloads, output: execution.output, historyEvents: execution.historyEvents };
}

const BUSY = Object.assign(new Error('busy'), { name: 'ThrottlingException' });

describeOnLocalStack('Step Functions runs the rollout machine as our stepper does: states, payloads, events', () => {
  it.concurrent.each<{ name: string; script: Script; ends: string }>([
    { name: 'an older run', script: ['superseded'], ends: 'Planned?' },
    {
      name: 'two phases, held once, to the report',
      script: ['planned', 'released', 'hold', 'continue', 'released', 'complete', 'completed', 'reported'],
      ends: 'Report',
    },
    {
      name: 'a rollback',
      script: ['planned', 'released', 'roll_back', 'alerted', 'rolled_back'],
      ends: 'RollBack',
    },
    { name: 'paused while it soaks', script: ['planned', 'released', 'hold', 'paused'], ends: 'Decide' },
    { name: 'stopped before it completes', script: ['planned', 'released', 'complete', 'stopped'], ends: 'Completed?' },
    {
      name: 'a step that fails at first, twice and under any name',
      script: ['planned', BUSY, 'released', 'complete', new Error('crashed'), BUSY, 'completed', 'reported'],
      ends: 'Report',
    },
  ])('$name', { timeout: 2 * STARTING_SECONDS * 1000 }, async ({ name, script, ends }) => {
    const deploymentId = `d-${name.replace(/\W/g, '-')}`;
    const theirs = await onStepFunctions(script, deploymentId);
    expect(theirs.states.slice(-2).map((state) => state.name)).toStrictEqual([ends, 'Ended']);
    expect(theirs).toStrictEqual(await onOurStepper(script, deploymentId));
  });
});

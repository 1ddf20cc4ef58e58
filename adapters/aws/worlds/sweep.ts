import { SFNClient } from '@aws-sdk/client-sfn';
import type { World } from '../../../usecases/ports.ts';
import { dynamoPulses } from '../pulses/dynamo-pulses.ts';
import { sdkOptions } from '../sdk/options.ts';
import { sdkExecutions } from '../workflow/sdk-executions.ts';
import { stepFunctionsWorkflow } from '../workflow/workflow.ts';
import type { Named, Storage } from './storage.ts';

type Names = Named<'PULSES_TABLE' | 'STATE_MACHINE'>;

/** What the sweep reaches; it also tends the partitions of the pulses while it goes through them. */
export function sweepWorld(
  names: Names,
  { dynamo, surroundings, ports }: Storage,
): Storage['ports'] & Pick<World, 'pulses' | 'workflow'> {
  const executions = sdkExecutions(
    new SFNClient(sdkOptions('SFN', surroundings.environment)),
    names.PLUMB_STATE_MACHINE,
  );
  return {
    ...ports,
    pulses: dynamoPulses(dynamo, { table: names.PLUMB_PULSES_TABLE, clock: ports.clock, tends: true }),
    workflow: stepFunctionsWorkflow(executions),
  };
}

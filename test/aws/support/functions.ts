import { paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { until } from '../../support/until.ts';
import { aws } from './aws.ts';
import { deployed } from './deployed.ts';

export type RoomName = 'control' | 'node' | 'rollout' | 'project' | 'sweep';

/** Name of the function of a room, by the stack's own list of what it holds. */
export async function functionOf(room: RoomName): Promise<string> {
  const names: string[] = [];
  for (const StackName of deployed().stacks)
    for await (const page of paginateListStackResources({ client: aws.cloudFormation }, { StackName }))
      for (const { ResourceType, LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? [])
        if (ResourceType === 'AWS::Lambda::Function' && LogicalResourceId?.startsWith(`Rooms${room}`))
          names.push(String(PhysicalResourceId));
  const [name] = names;
  if (!name || names.length > 1) throw new Error(`functions of ${room}: ${names.join(', ')}`);
  return name;
}

/** Lays variables over the environment of a function. @returns puts back what was there */
export async function setEnvironment(
  name: string,
  variables: { readonly [name: string]: string },
): Promise<() => Promise<void>> {
  const { Environment } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  const update = async (Variables: Record<string, string>): Promise<void> => {
    await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables } }));
    await until(
      () => aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
      ({ LastUpdateStatus }) => LastUpdateStatus !== 'InProgress',
    );
  };
  const before = { ...Environment?.Variables };
  await update({ ...before, ...variables });
  return () => update(before);
}

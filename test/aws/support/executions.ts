import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { aws } from './aws.ts';
import { deployed } from './deployed.ts';

const machine = () => deployed().outputs.StateMachine;
/** `…:stateMachine:NAME` → `…:execution:NAME:name` */
const arnOf = (name: string): string => `${machine().replace(':stateMachine:', ':execution:')}:${name}`;

export async function startExecution(name: string, input: object): Promise<void> {
  await aws.sfn.send(new StartExecutionCommand({ stateMachineArn: machine(), name, input: JSON.stringify(input) }));
}

/** Ends it wherever it is, as a person in the console does. */
export async function abortExecution(name: string): Promise<void> {
  await aws.sfn.send(new StopExecutionCommand({ executionArn: arnOf(name), cause: 'a test' }));
}

export async function statusOf(name: string): Promise<string | undefined> {
  return (await aws.sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }))).status;
}

export async function historyOf(name: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: aws.sfn }, { executionArn: arnOf(name) }))
    events.push(...(page.events ?? []));
  return events;
}

import { randomUUID } from 'node:crypto';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  GetActivityTaskCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { sdkOptions } from '../../../adapters/aws/sdk/options.ts';
import type { Json } from '../../../schemas/words.ts';

let client: SFNClient | undefined;
export const sfn = (): SFNClient => (client ??= new SFNClient(sdkOptions('SFN', process.env)));

/**
 * A state machine whose task is this process, by an activity: Step Functions treats it like a function, and a script
 * says what it answers. What `work` throws is the task's failure under the name of the error.
 */
export async function activityMachine(
  definitionOf: (task: string) => object,
  work: (payload: Json) => Json,
): Promise<{ readonly stateMachineArn: string; close(): Promise<void> }> {
  const name = `test-${randomUUID()}`;
  const { activityArn = '' } = await sfn().send(new CreateActivityCommand({ name }));
  const definition = JSON.stringify(definitionOf(activityArn));
  const roleArn = 'arn:aws:iam::000000000000:role/test';
  const { stateMachineArn = '' } = await sfn().send(new CreateStateMachineCommand({ name, definition, roleArn }));
  const ended = new AbortController();
  const worker = obey(activityArn, work, ended.signal);
  return {
    stateMachineArn,
    async close() {
      ended.abort();
      await worker;
    },
  };
}

async function obey(activityArn: string, work: (payload: Json) => Json, abortSignal: AbortSignal): Promise<void> {
  // It hears of nothing for up to a minute.
  const patient = new SFNClient({ ...sdkOptions('SFN', process.env), requestHandler: { requestTimeout: 70_000 } });
  while (!abortSignal.aborted) {
    const task = await patient.send(new GetActivityTaskCommand({ activityArn }), { abortSignal }).catch((error) => {
      if (abortSignal.aborted) return undefined;
      throw error;
    });
    if (task?.taskToken) await answer(task.taskToken, () => work(JSON.parse(task.input ?? '{}') as Json));
  }
  patient.destroy();
}

async function answer(taskToken: string, work: () => Json): Promise<void> {
  try {
    const output = JSON.stringify(work());
    await sfn().send(new SendTaskSuccessCommand({ taskToken, output }));
  } catch (thrown) {
    const { name: error, message: cause } = thrown as Error;
    await sfn().send(new SendTaskFailureCommand({ taskToken, error, cause }));
  }
}

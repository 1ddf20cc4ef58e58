import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { errorName } from '../sdk/error-name.ts';
import type { Executions } from './executions.ts';

/** Step Functions by the AWS SDK. @param stateMachineArn of a standard machine, without version or alias */
export function sdkExecutions(sfn: Pick<SFNClient, 'send'>, stateMachineArn: string): Executions {
  return {
    async start(name, input) {
      try {
        await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
        return 'started';
      } catch (error) {
        if (errorName(error) === 'ExecutionAlreadyExists') return 'exists';
        throw error;
      }
    },
    async statusOf(name) {
      try {
        const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
        return (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
      } catch (error) {
        if (errorName(error) === 'ExecutionDoesNotExist') return undefined;
        throw error;
      }
    },
  };
}

import { randomBytes } from 'node:crypto';
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { aws } from './aws.ts';

/** An event as EventBridge hands it to a target. */
export interface Delivered {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly [name: string]: unknown };
}

/**
 * A rule of somebody else's on the bus, and the queue that is its target; both go when the test ends.
 * @param pattern an EventBridge event pattern
 * @returns asks once what has come since, and takes it off the queue
 */
export async function ruleToQueue(bus: string, pattern: object): Promise<() => Promise<Delivered[]>> {
  const name = `consumer-${randomBytes(4).toString('hex')}`;
  const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const queueArn = Attributes?.['QueueArn'] ?? '';
  const rule = { Name: name, EventBusName: bus };
  const { RuleArn } = await aws.events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
  await aws.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: JSON.stringify(letIn(queueArn, RuleArn ?? '')) } }),
  );
  await aws.events.send(
    new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [{ Id: 'queue', Arn: queueArn }] }),
  );
  onTestFinished(async () => {
    await aws.events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: bus, Ids: ['queue'] }));
    await aws.events.send(new DeleteRuleCommand(rule));
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });
  return async () => {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    for (const { ReceiptHandle } of Messages) await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages.map(({ Body = '' }) => JSON.parse(Body) as Delivered);
  };
}

const letIn = (queue: string, rule: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: { ArnEquals: { 'aws:SourceArn': rule } },
    },
  ],
});

import { randomUUID } from 'node:crypto';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { sdkOptions } from '../../../adapters/aws/sdk/options.ts';

let clients: { readonly events: EventBridgeClient; readonly queues: SQSClient } | undefined;
const made = () =>
  (clients ??= {
    events: new EventBridgeClient(sdkOptions('EVENTBRIDGE', process.env)),
    queues: new SQSClient(sdkOptions('SQS', process.env)),
  });
export const eventBridge = (): EventBridgeClient => made().events;

/** An event as a rule's target gets it. */
export interface Delivered {
  readonly source: string;
  readonly 'detail-type': string;
  readonly time: string;
  readonly detail: { readonly [member: string]: unknown };
}

/** A bus of its own with a rule that hands everything to a queue. */
export async function newBus(): Promise<{ readonly name: string; take(count: number): Promise<Delivered[]> }> {
  const { events, queues } = made();
  const Name = `test-${randomUUID()}`;
  await events.send(new CreateEventBusCommand({ Name }));
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: Name }));
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const EventPattern = JSON.stringify({ source: [{ prefix: '' }] });
  await events.send(new PutRuleCommand({ Name, EventBusName: Name, EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.['QueueArn'] ?? '' }];
  await events.send(new PutTargetsCommand({ Rule: Name, EventBusName: Name, Targets }));

  /** Waits for so many, in the order in which they came. */
  const take = async (count: number): Promise<Delivered[]> => {
    const taken: Delivered[] = [];
    while (taken.length < count) {
      const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
      for (const { Body = '', ReceiptHandle } of Messages) {
        taken.push(JSON.parse(Body) as Delivered);
        await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
    return taken;
  };
  return { name: Name, take };
}

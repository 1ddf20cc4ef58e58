import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { DataStack } from '../stacks/data-stack.ts';
import type { Watched } from './metrics.ts';

export interface Told {
  readonly data: DataStack;
  readonly watched: Watched;
  readonly topic: ITopic;
}

/** What a person, the CLI and other stacks need to know, and what to do next. */
export function tellNextStep(stack: Stack, { data, watched, topic }: Told): void {
  const { tables, buckets, bus, issuer } = data;
  const { ingress, controlPlane, machine, deadLetters } = watched;
  const outputs: Readonly<Record<string, readonly [value: string, description: string]>> = {
    PeopleUrl: [ingress.peopleUrl, 'plumb --url, and PLUMB_URL'],
    NodeUrl: [ingress.nodeUrl, 'plumb agent --url'],
    ControlPlane: [controlPlane, 'the id in everything it signs'],
    Issuer: [issuer.issuer, 'signs the tokens of people'],
    Audience: [issuer.audience, 'what those tokens are for'],
    StreamsTable: [tables.streams.tableName, 'everything that happened; what a backup is of'],
    PulsesTable: [tables.pulses.tableName, 'last values of nodes'],
    BlobsBucket: [buckets.blobs.bucketName, 'contents and releases by their digest'],
    AuditBucket: [buckets.audit.bucketName, 'tiles and the newest checkpoint, locked'],
    StateMachine: [machine.stateMachineArn, 'one execution per deployment and run'],
    Bus: [bus.eventBusName, 'put your rules here (docs/events.md)'],
    DeadLetters: [deadLetters.queueUrl, 'what was given up (docs/runbooks/dead-letters.md)'],
    Alarms: [topic.topicArn, 'subscribe whoever is on call'],
    NextStep: [
      `PLUMB_URL=${ingress.peopleUrl} PLUMB_TOKEN=<an Admin's token> npm run plumb -- trust init --out ~/plumb-root`,
      'makes the root of trust; nothing is signed before (docs/deploy.md)',
    ],
  };
  for (const [name, [value, description]] of Object.entries(outputs))
    new CfnOutput(stack, name, { value, description });
}

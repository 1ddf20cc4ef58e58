import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { BY_ARRIVAL, BY_KIND } from '../../schemas/aws-tables.ts';
import type { Resource } from '../permission.ts';
import type { DataStack } from '../stacks/data-stack.ts';

export interface Around {
  readonly data: DataStack;
  readonly machineName: string;
  readonly rollout: IFunction;
  readonly deadLetters: IQueue;
  readonly ownLog: ILogGroup;
}

/** ARNs behind the words of lib/permissions.ts; none where a stage has no such thing. */
export function resourceArns({ data, machineName, rollout, deadLetters, ownLog }: Around): Record<Resource, string[]> {
  const { tables, buckets, keys, bus } = data;
  const streams = tables.streams.tableArn;
  const below = (arn: string, path: string) => [`${data.imported(arn)}/${path}`];
  const own = tables.streams === tables.made;
  return {
    streams: [streams],
    'by-kind': [`${streams}/index/${BY_KIND.name}`],
    'by-arrival': [`${streams}/index/${BY_ARRIVAL.name}`],
    feed: given(tables.streams.tableStreamArn),
    'feed-of-table': own ? below(streams, 'stream/*') : [`${streams}/stream/*`],
    pulses: [tables.pulses.tableArn],
    blobs: below(buckets.blobs.bucketArn, '*'),
    'blobs/evidence': below(buckets.blobs.bucketArn, 'evidence/*'),
    'blobs/release': below(buckets.blobs.bucketArn, 'release/*'),
    'blobs/labels': below(buckets.blobs.bucketArn, 'labels/*'),
    'blobs/plan': below(buckets.blobs.bucketArn, 'plan/*'),
    'blobs-bucket': [buckets.blobs.bucketArn],
    audit: below(buckets.audit.bucketArn, '*'),
    'audit/checkpoint': [buckets.audit.arnForObjects('checkpoint')],
    'audit-bucket': [buckets.audit.bucketArn],
    'release-key': keys.release.map(({ keyArn }) => keyArn),
    'checkpoint-key': keys.checkpoint.map(({ keyArn }) => keyArn),
    'data-key': [keys.data.keyArn],
    'secrets-key': [keys.secrets.keyArn],
    'state-machine': [stateMachineArn(data, machineName)],
    executions: [statesArn(data, 'execution', `${machineName}:*`)],
    'rollout-function': [rollout.functionArn],
    bus: [bus.eventBusArn],
    'dead-letters': [deadLetters.queueArn],
    'own-log': [ownLog.logGroupArn],
    anything: ['*'],
  };
}

const given = (arn: string | undefined): string[] => (arn === undefined ? [] : [arn]);

/** Known from its name: function and state machine each have to know the other's. */
export const stateMachineArn = (stack: Stack, name: string): string => statesArn(stack, 'stateMachine', name);

const statesArn = (stack: Stack, resource: string, resourceName: string): string =>
  Stack.of(stack).formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });

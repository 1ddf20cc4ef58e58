import { Duration } from 'aws-cdk-lib';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { HEAD_SORT, STREAMS_TABLE } from '../../schemas/aws-tables.ts';

export interface FeedProps {
  readonly follower: IFunction;
  readonly streamArn: string | undefined;
  readonly deadLetters: IQueue;
}

/** Only heads; events, commands and read models change beside them. */
const HEADS = FilterCriteria.filter({
  dynamodb: { Keys: { [STREAMS_TABLE.sortKey]: { S: FilterRule.isEqual(HEAD_SORT) } } },
});

/**
 * Lets a function follow the heads of the streams table: in order within a stream, from the oldest record there is.
 * A batch that fails is halved until the record is alone, then tried on; after that it is a dead letter and the others
 * go on. What it was about is found again by `fold-lagging`.
 */
export const feed = (scope: Construct, id: string, { follower, streamArn, deadLetters }: FeedProps) =>
  new EventSourceMapping(scope, id, {
    target: follower,
    ...(streamArn === undefined ? {} : { eventSourceArn: streamArn }),
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [HEADS],
    batchSize: 100,
    // One batch at a time: the audit log has one writer.
    parallelizationFactor: 1,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 8,
    maxRecordAge: Duration.hours(6),
    onFailure: new SqsDlq(deadLetters),
  });

import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { PULSES_TABLE, STREAMS_TABLE, type TableIndex, type TableKeys } from '../../schemas/aws-tables.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

const index = ({ name, partitionKey, sortKey, projected }: TableIndex): GlobalSecondaryIndexPropsV2 => ({
  indexName: name,
  partitionKey: text(partitionKey),
  sortKey: text(sortKey),
  ...(projected.length === 0
    ? { projectionType: ProjectionType.KEYS_ONLY }
    : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projected] }),
});

const shape = ({ partitionKey, sortKey, expiry, indexes }: TableKeys) => ({
  partitionKey: text(partitionKey),
  sortKey: text(sortKey),
  timeToLiveAttribute: expiry,
  globalSecondaryIndexes: indexes.map(index),
  billing: Billing.onDemand(),
});

/**
 * The two tables. Streams hold everything that happened: recoverable to any second of 35 days, and the stream of their
 * keys is the feed. Pulses hold last values: lost ones come again with the next check-in, so nothing of them is kept.
 */
export class Tables extends Construct {
  readonly streams: TableV2;
  readonly pulses: TableV2;

  constructor(scope: Construct, id: string, { kept }: { readonly kept: boolean }) {
    super(scope, id);
    this.streams = new TableV2(this, 'Streams', {
      ...shape(STREAMS_TABLE),
      dynamoStream: StreamViewType.KEYS_ONLY,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: kept,
      removalPolicy: kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.pulses = new TableV2(this, 'Pulses', { ...shape(PULSES_TABLE), removalPolicy: RemovalPolicy.DESTROY });
  }
}

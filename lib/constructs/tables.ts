import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  type ITableV2,
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

/** A table that DynamoDB made from a backup of the streams table; its stream is the feed from now on. */
export interface RestoredTable {
  readonly tableName: string;
  readonly tableStreamArn: string;
}

export interface TablesProps {
  readonly kept: boolean;
  readonly restored: RestoredTable | undefined;
}

/**
 * The two tables. Streams hold everything that happened: recoverable to any second of 35 days, and the stream of their
 * keys is the feed. Pulses hold last values: lost ones come again with the next check-in, so nothing of them is kept.
 */
export class Tables extends Construct {
  /** The one in use: this stack's, or what somebody restored from a backup of it (docs/deploy.md). */
  readonly streams: ITableV2;
  readonly pulses: TableV2;
  /** The one of this stack, in use or not. */
  readonly made: TableV2;

  constructor(scope: Construct, id: string, { kept, restored }: TablesProps) {
    super(scope, id);
    this.made = new TableV2(this, 'Streams', {
      ...shape(STREAMS_TABLE),
      dynamoStream: StreamViewType.KEYS_ONLY,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: kept,
      removalPolicy: kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.streams = restored ? this.#take(restored) : this.made;
    this.pulses = new TableV2(this, 'Pulses', { ...shape(PULSES_TABLE), removalPolicy: RemovalPolicy.DESTROY });
  }

  #take({ tableName, tableStreamArn }: RestoredTable): ITableV2 {
    const globalIndexes = STREAMS_TABLE.indexes.map(({ name }) => name);
    return TableV2.fromTableAttributes(this, 'Restored', { tableName, tableStreamArn, globalIndexes });
  }
}

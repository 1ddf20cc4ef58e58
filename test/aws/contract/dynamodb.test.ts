import { describe } from 'vitest';
import { dynamoAuditLog } from '../../../adapters/aws/audit/audit-log.ts';
import { retrying } from '../../../adapters/aws/dynamodb/retrying.ts';
import { sdkDynamo } from '../../../adapters/aws/dynamodb/sdk-call.ts';
import { dynamoParkedStreams } from '../../../adapters/aws/feed/parked-streams.ts';
import { dynamoPositions } from '../../../adapters/aws/feed/positions.ts';
import { dynamoStreams } from '../../../adapters/aws/streams/streams.ts';
import { dynamoViews } from '../../../adapters/aws/views/views.ts';
import { STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import { auditLogContract } from '../../contract/audit.ts';
import type { Opened } from '../../contract/contract.ts';
import { parkedStreamsContract, positionsContract } from '../../contract/feed.ts';
import { streamsAppendContract } from '../../contract/streams-append.ts';
import { streamsModelContract } from '../../contract/streams-model.ts';
import { streamsReadContract } from '../../contract/streams-read.ts';
import { viewsContract } from '../../contract/views.ts';
import { failing } from '../../support/fail-once.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';
import { newTable } from '../support/dynamo-tables.ts';

const call = retrying(sdkDynamo());

/** A table of its own, and nobody else who writes to it, so that nothing needs time to settle. */
async function onDynamoDb(): Promise<Opened<'streams' | 'views' | 'log' | 'positions'>> {
  const { table, remove } = await newTable(STREAMS_TABLE);
  const clock = virtualClock();
  const memory = memoryWorld();
  const { world, failOnce } = failing({
    ...memory.world,
    streams: dynamoStreams({ call, table, clock, settleMs: 0 }),
    views: dynamoViews({ call, table }),
    log: dynamoAuditLog({ call, table, tiles: memory.world.log }), // tiles are another adapter's
    positions: dynamoPositions({ call, table }),
  });
  const close = (): Promise<void> => {
    memory.close();
    return remove();
  };
  return { world, failOnce, clock, close };
}

describe('DynamoDB', () => {
  streamsAppendContract(onDynamoDb);
  streamsReadContract(onDynamoDb);
  streamsModelContract(onDynamoDb);
  viewsContract(onDynamoDb);
  auditLogContract(onDynamoDb);
  positionsContract(onDynamoDb);
  parkedStreamsContract(async () => {
    const { table, remove } = await newTable(STREAMS_TABLE);
    return { parked: dynamoParkedStreams({ call, table }), close: remove };
  });
});

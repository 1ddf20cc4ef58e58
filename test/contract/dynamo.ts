import { describe } from 'vitest';
import { dynamoAuditLog } from '../../adapters/aws/audit/audit-log.ts';
import type { DynamoCall } from '../../adapters/aws/dynamodb/dynamo-call.ts';
import { dynamoParkedStreams } from '../../adapters/aws/feed/parked-streams.ts';
import { dynamoPositions } from '../../adapters/aws/feed/positions.ts';
import { dynamoStreams } from '../../adapters/aws/streams/streams.ts';
import { dynamoViews } from '../../adapters/aws/views/views.ts';
import { failing } from '../support/fail-once.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { memoryWorld } from '../support/world.ts';
import { auditLogContract } from './audit.ts';
import type { Opened } from './contract.ts';
import { parkedStreamsContract, positionsContract } from './feed.ts';
import { streamsAppendContract } from './streams-append.ts';
import { streamsModelContract } from './streams-model.ts';
import { streamsReadContract } from './streams-read.ts';
import { viewsContract } from './views.ts';

/** A fresh, empty streams table, and a client that tries again by itself. */
export interface OpenedTable {
  readonly call: DynamoCall;
  readonly table: string;
  remove(): Promise<void>;
}

/** Every suite that an adapter on the streams table must pass, on tables of this kind. */
export function dynamoContracts(name: string, newTable: () => Promise<OpenedTable>): void {
  // Nobody else writes to a table, so that nothing needs time to settle.
  const open = async (): Promise<Opened<'streams' | 'views' | 'log' | 'positions'>> => {
    const { call, table, remove } = await newTable();
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
  };
  describe(name, () => {
    streamsAppendContract(open);
    streamsReadContract(open);
    streamsModelContract(open);
    viewsContract(open);
    auditLogContract(open);
    positionsContract(open);
    parkedStreamsContract(async () => {
      const { call, table, remove } = await newTable();
      return { parked: dynamoParkedStreams({ call, table }), close: remove };
    });
  });
}

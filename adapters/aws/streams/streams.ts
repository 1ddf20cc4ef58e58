import type { Clock, Streams } from '../../../usecases/ports.ts';
import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import { appender } from './append.ts';
import { arrivals } from './arrivals.ts';
import { changesReader } from './changes.ts';
import { reader } from './read.ts';

/**
 * How long after its stamp a change may still come into the index: the client stops trying after ten seconds (its last
 * attempt takes three more), the index follows within a few, and clocks of functions differ by less than one.
 */
const SETTLE_MS = 60_000;

export interface StreamsParts {
  /** A client that tries again by itself. */
  readonly call: DynamoCall;
  readonly table: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds; 0 where nobody else writes. */
  readonly settleMs?: number;
}

/** Streams on one DynamoDB table; the guarantees are those of the port. */
export function dynamoStreams({ call, table, clock, settleMs = SETTLE_MS }: StreamsParts): Streams {
  const order = arrivals(clock, settleMs);
  return {
    ...reader(call, table),
    append: appender(call, table, clock, order),
    changes: changesReader(call, table, order),
  };
}

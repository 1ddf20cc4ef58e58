import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { HEAD_SORT } from '../../schemas/aws-tables.ts';
import type { StreamId } from '../../schemas/event.ts';
import type { Parking } from './parking.ts';
import { severalAtATime } from './several-at-a-time.ts';

/** Left of the function's time, below which no further stream is begun. */
const ENOUGH_MS = 15_000;

/**
 * The feed on AWS: records say which streams changed, and nothing else is believed of them. They may come twice, out
 * of order, or for changes that are folded already. Each stream of a batch is folded once, several at a time; one
 * that cannot be folded is set aside here and not by Lambda, which would hold up its whole shard.
 * @returns the records of streams that could not be set aside, or for which no time was left: Lambda brings them again
 */
export const feed =
  ({ foldOrPark }: Pick<Parking, 'foldOrPark'>, onFault: (fault: unknown, stream: StreamId) => void) =>
  async ({ Records }: DynamoDBStreamEvent, timeLeftMs: () => number): Promise<DynamoDBBatchResponse> => {
    const failed: string[] = [];
    await severalAtATime(streamsIn(Records), async ([stream, sequenceNumbers]) => {
      try {
        if (timeLeftMs() < ENOUGH_MS) throw new Error('no time left for this stream');
        await foldOrPark(stream);
      } catch (fault) {
        onFault(fault, stream);
        failed.push(...sequenceNumbers);
      }
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** Streams whose heads changed, with the numbers of their records, in the order in which they came. */
function streamsIn(records: readonly DynamoDBRecord[]): ReadonlyMap<StreamId, readonly string[]> {
  const streams = new Map<StreamId, string[]>();
  for (const { eventName, dynamodb: { Keys: { pk, sk } = {}, SequenceNumber } = {} } of records) {
    if (eventName === 'REMOVE' || !pk?.S || sk?.S !== HEAD_SORT) continue;
    const numbers = streams.get(pk.S) ?? [];
    streams.set(pk.S, SequenceNumber ? [...numbers, SequenceNumber] : numbers);
  }
  return streams;
}

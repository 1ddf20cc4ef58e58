import { describe, expect, it } from 'vitest';
import type { DynamoCall } from '../../../../adapters/aws/dynamodb/dynamo-call.ts';
import { arrivals, shardOf } from '../../../../adapters/aws/streams/arrivals.ts';
import { dynamoStreams } from '../../../../adapters/aws/streams/streams.ts';
import { FEED_SHARDS, STREAMS_TABLE } from '../../../../schemas/aws-tables.ts';
import type { Streams } from '../../../../usecases/ports.ts';
import { memoryDynamo } from '../../../support/dynamo/memory-dynamo.ts';
import { command, streamWrite } from '../../../support/stream-write.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const A = 'local/note/a';
const B = 'local/note/b';
const grow = (streams: Streams, stream: string, from = 0) =>
  streams.append([streamWrite(stream, from)], command(`${stream}@${from}`));
const names = async (streams: Streams, position = ''): Promise<string[]> =>
  (await streams.changes(position, 100)).changes.map(({ stream }) => stream);

describe('changes', () => {
  it('do not pass by a write of this process that began earlier and is stored later', async () => {
    const memory = memoryDynamo(STREAMS_TABLE);
    const held = Promise.withResolvers<void>();
    const slow: DynamoCall = async (operation, input) => {
      if (operation === 'TransactWriteItems' && JSON.stringify(input).includes(A)) await held.promise;
      return memory(operation, input);
    };
    const streams = dynamoStreams({ call: slow, table: 'streams', clock: virtualClock(), settleMs: 0 });
    const first = grow(streams, A);
    await grow(streams, B);
    expect(await names(streams)).toStrictEqual([]);
    held.resolve();
    await first;
    expect(await names(streams)).toStrictEqual([A, B]);
  });

  it.each([
    { waitedMs: 59_999, seen: [] },
    { waitedMs: 60_000, seen: [A] },
  ])('of others are shown once they have settled: after $waitedMs ms', async ({ waitedMs, seen }) => {
    const call = memoryDynamo(STREAMS_TABLE);
    const clock = virtualClock();
    await grow(dynamoStreams({ call, table: 'streams', clock }), A);
    await clock.advance(waitedMs);
    const reader = dynamoStreams({ call, table: 'streams', clock });
    expect(await names(reader)).toStrictEqual(seen);
  });

  it('see what another process stamped with a clock that is behind, as long as that settles in time', async () => {
    const call = memoryDynamo(STREAMS_TABLE);
    const [clock, behind] = [virtualClock(), virtualClock()];
    await clock.advance(20_000);
    await grow(dynamoStreams({ call, table: 'streams', clock }), A);
    await clock.advance(39_999);
    const reader = dynamoStreams({ call, table: 'streams', clock });
    const { next } = await reader.changes('', 10);
    await behind.advance(39_999);
    await grow(dynamoStreams({ call, table: 'streams', clock: behind }), A, 1);
    await clock.advance(60_000);
    expect((await reader.changes(next, 10)).changes.map(({ revision }) => revision)).toStrictEqual([2]);
  });
});

describe('stamps', () => {
  it('grow with every write, also when the clock stands or goes back', async () => {
    let now = 1000;
    const order = arrivals({ now: () => now }, 0);
    const seen: string[] = [];
    const stamp = () => order.stamped(async (given) => void seen.push(given));
    for (const at of [1000, 1000, 500, 1001]) {
      now = at;
      await stamp();
    }
    expect(seen).toStrictEqual(['0000000001000000', '0000000001000001', '0000000001000002', '0000000001001000']);
  });

  it('of a write that failed hold nothing up', async () => {
    const order = arrivals({ now: () => 1 }, 0);
    await expect(order.stamped(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(order.settled()).toBe('0000000000001000');
  });
});

it('spreads streams over all shards, each always in the same one', () => {
  const streams = Array.from(
    { length: 4000 },
    (_, index) => `eu-west-1/node/node-${index.toString(16).padStart(32, '0')}`,
  );
  const counts = Map.groupBy(streams, shardOf);
  expect(counts.size).toBe(FEED_SHARDS);
  for (const { length } of counts.values()) expect(length).toBeGreaterThan(100);
});

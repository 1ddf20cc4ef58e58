import { describe, expect, it } from 'vitest';
import { dynamoAuditLog } from '../../../../adapters/aws/audit/audit-log.ts';
import { LEAVES_PER_ITEM } from '../../../../adapters/aws/audit/log-items.ts';
import type { DynamoCall } from '../../../../adapters/aws/dynamodb/dynamo-call.ts';
import { DynamoError } from '../../../../adapters/aws/dynamodb/dynamo-error.ts';
import { retrying } from '../../../../adapters/aws/dynamodb/retrying.ts';
import { STREAMS_TABLE } from '../../../../schemas/aws-tables.ts';
import type { LogLeaf } from '../../../../usecases/ports.ts';
import { severalProcesses } from '../../../contract/several-processes.ts';
import { memoryDynamo } from '../../../support/dynamo/memory-dynamo.ts';
import { chances, STORM_PATIENCE, stormy } from '../../../support/dynamo/storm.ts';

const tiles = { tile: async () => undefined, putTile: async () => {} };
const leaf = (stream: string, revision: number): LogLeaf => ({
  stream: `local/note/${stream}`,
  revision,
  hash: `${revision}`.padStart(64, '0'),
});
const leaves = (stream: string, from: number, to: number): LogLeaf[] =>
  Array.from({ length: to - from + 1 }, (_, at) => leaf(stream, from + at));

function opened(memory = memoryDynamo(STREAMS_TABLE)) {
  const counts = { transactions: 0, largest: 0 };
  const call: DynamoCall = async (operation, input) => {
    if (operation === 'TransactWriteItems') {
      counts.transactions++;
      counts.largest = Math.max(counts.largest, (input as { TransactItems: [] }).TransactItems.length);
    }
    return memory(operation, input);
  };
  return { log: dynamoAuditLog({ call, table: 'streams', tiles }), counts };
}

describe('appends within one process', () => {
  it('that come together are stored together', async () => {
    const { log, counts } = opened();
    const sizes = await Promise.all(Array.from({ length: 41 }, (_, at) => log.append([leaf(`s${at}`, 1)])));
    expect(sizes).toStrictEqual([1, ...Array<number>(40).fill(41)]);
    expect(counts).toStrictEqual({ transactions: 2, largest: 42 });
    expect((await log.leaves(0, 99)).map(({ stream }) => stream)).toStrictEqual(
      Array.from({ length: 41 }, (_, at) => `local/note/s${at}`),
    );
  });

  it('are never more than a transaction holds', async () => {
    const { log, counts } = opened();
    await Promise.all(Array.from({ length: 200 }, (_, at) => log.append([leaf(`s${at}`, 1)])));
    expect(counts).toStrictEqual({ transactions: 4, largest: LEAVES_PER_ITEM + 2 });
    expect(await log.size()).toBe(200);
  });

  it('of one stream that are longer than an item go into several', async () => {
    const { log, counts } = opened();
    expect(await log.append(leaves('a', 1, 2 * LEAVES_PER_ITEM + 1))).toBe(2 * LEAVES_PER_ITEM + 1);
    expect(counts.transactions).toBe(3);
    expect(await log.leaves(0, 999)).toStrictEqual(leaves('a', 1, 2 * LEAVES_PER_ITEM + 1));
    expect(await log.leaves(LEAVES_PER_ITEM - 1, LEAVES_PER_ITEM + 1)).toStrictEqual(
      leaves('a', LEAVES_PER_ITEM, LEAVES_PER_ITEM + 1),
    );
    expect(await log.leaves(5, 5)).toStrictEqual([]);
  });

  it('of nothing answer the size', async () => {
    const { log, counts } = opened();
    await log.append([leaf('a', 1)]);
    expect(await log.append([])).toBe(1);
    expect(counts.transactions).toBe(1);
  });

  it('fail alone when one leaves a gap in its stream', async () => {
    const { log } = opened();
    const answers = await Promise.allSettled([
      log.append([leaf('a', 1)]),
      log.append([leaf('b', 1)]),
      log.append([leaf('c', 2)]),
      log.append([leaf('d', 1)]),
    ]);
    expect(answers.map(({ status }) => status)).toStrictEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(String((answers[2] as PromiseRejectedResult).reason)).toBe(
      'Error: the log lacks revision 1 of local/note/c',
    );
    expect((await log.leaves(0, 9)).map(({ stream }) => stream.at(-1))).toStrictEqual(['a', 'b', 'd']);
  });
});

it('gives each leaf one place when several processes append at once, on a bad day', async () => {
  for (let seed = 1; seed <= 3; seed++) {
    const memory = memoryDynamo(STREAMS_TABLE);
    await severalProcesses((process) =>
      dynamoAuditLog({
        call: retrying(stormy(memory, chances(seed * 100 + process)), STORM_PATIENCE),
        table: 'streams',
        tiles,
        patience: STORM_PATIENCE,
      }),
    );
  }
});

it('gives up when others are always faster, and stores nothing', async () => {
  const memory = memoryDynamo(STREAMS_TABLE);
  const late: DynamoCall = async (operation, input) => {
    if (operation === 'TransactWriteItems')
      throw new DynamoError('TransactionCanceledException', 'late', {
        reasons: ['ConditionalCheckFailed', 'None', 'None'],
      });
    return memory(operation, input);
  };
  const log = dynamoAuditLog({ call: late, table: 'streams', tiles, patience: { ...STORM_PATIENCE, attempts: 5 } });
  await expect(log.append([leaf('a', 1)])).rejects.toThrow('another process was faster');
  expect(await log.size()).toBe(0);
});

import { describe, expect, it } from 'vitest';
import { batchDelete, batchGet } from '../../../../adapters/aws/dynamodb/batches.ts';
import type { DynamoCall, Item } from '../../../../adapters/aws/dynamodb/dynamo-call.ts';
import { DynamoError } from '../../../../adapters/aws/dynamodb/dynamo-error.ts';
import { keys, putOf, text } from '../../../../adapters/aws/dynamodb/items.ts';
import { PATIENCE } from '../../../../adapters/aws/dynamodb/retrying.ts';
import { transactWrite } from '../../../../adapters/aws/dynamodb/transact-write.ts';

const patience = { ...PATIENCE, pause: async () => {} };
const some = (count: number): Item[] => Array.from({ length: count }, (_, at) => keys('p', `${at}`));

describe('an item', () => {
  const sized = (bytes: number) => ({ ...keys('p', 's'), doc: text('é'.repeat((bytes - 9) / 2)) });

  it('of 350,000 bytes, names and all, may be stored', () =>
    expect(putOf('streams', sized(349_999)).TableName).toBe('streams'));

  it('over 350,000 bytes is a fault of whoever made it', () =>
    expect(() => putOf('streams', sized(350_001))).toThrow('an item of 350001 bytes is too large: {"S":"p"}'));
});

describe('a transaction', () => {
  const put = { Put: { TableName: 'streams', Item: keys('p', 's') } };
  it.each([100, 101])('of %i parts', async (count) => {
    const sent: number[] = [];
    const call: DynamoCall = async (_operation, input) => {
      sent.push((input as { TransactItems: [] }).TransactItems.length);
      return {};
    };
    const written = transactWrite(call, Array<typeof put>(count).fill(put));
    if (count <= 100) expect([await written, sent]).toStrictEqual([[], [100]]);
    else await expect(written).rejects.toThrow('101 items do not fit');
  });
});

describe('batches', () => {
  it.each([
    { asked: 0, sent: [] },
    { asked: 100, sent: [100] },
    { asked: 101, sent: [100, 1] },
  ])('of $asked keys are read a hundred at a time', async ({ asked, sent }) => {
    const heard: number[] = [];
    const call: DynamoCall = async (_operation, input) => {
      const { Keys } = (input as { RequestItems: { streams: { Keys: Item[] } } }).RequestItems.streams;
      heard.push(Keys.length);
      return { Responses: { streams: Keys } };
    };
    expect(await batchGet(call, 'streams', some(asked), patience)).toStrictEqual(some(asked));
    expect(heard).toStrictEqual(sent);
  });

  it('that stay undone are given up in the end', async () => {
    const call = (async (operation: string, { RequestItems }: { RequestItems: unknown }) => ({
      [operation === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems']: RequestItems,
    })) as unknown as DynamoCall;
    const fault = new DynamoError('ThrottlingException', '2 of a batch were not done');
    await expect(batchGet(call, 'streams', some(2), patience)).rejects.toStrictEqual(fault);
    await expect(batchDelete(call, 'streams', some(2), patience)).rejects.toStrictEqual(fault);
  });
});

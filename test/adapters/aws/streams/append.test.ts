import { describe, expect, it } from 'vitest';
import type { DynamoCall, DynamoOperation } from '../../../../adapters/aws/dynamodb/dynamo-call.ts';
import { DynamoError } from '../../../../adapters/aws/dynamodb/dynamo-error.ts';
import { PATIENCE, retrying } from '../../../../adapters/aws/dynamodb/retrying.ts';
import { dynamoStreams } from '../../../../adapters/aws/streams/streams.ts';
import { STREAMS_TABLE } from '../../../../schemas/aws-tables.ts';
import { FAILURES } from '../../../contract/contract.ts';
import { memoryDynamo } from '../../../support/dynamo/memory-dynamo.ts';
import { command, streamWrite } from '../../../support/stream-write.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const A = 'local/note/a';
const all = { after: 0, limit: 100 };

/** Fails calls of one operation: before they do anything, or after. */
type Failure = {
  readonly operation: DynamoOperation;
  readonly error: DynamoError;
  times: number;
  readonly stored?: boolean;
};

function opened() {
  const failures: Failure[] = [];
  const calls: DynamoOperation[] = [];
  const inputs: unknown[] = [];
  const memory = memoryDynamo(STREAMS_TABLE);
  const call: DynamoCall = async (operation, input) => {
    calls.push(operation);
    inputs.push(input);
    const failure = failures.find((each) => each.operation === operation && each.times > 0);
    if (!failure) return memory(operation, input);
    failure.times--;
    if (failure.stored) await memory(operation, input);
    throw failure.error;
  };
  const patient = retrying(call, { ...PATIENCE, pause: async () => {} });
  const clock = virtualClock();
  const streams = dynamoStreams({ call: patient, table: 'streams', clock, settleMs: 0 });
  return { streams, memory, clock, calls, inputs, fail: (failure: Failure) => failures.push(failure) };
}

const cancelled = (...reasons: string[]) => new DynamoError('TransactionCanceledException', 'cancelled', { reasons });
const failed = (code: string) => new DynamoError(code, 'failed');

describe('an append', () => {
  const passing = [
    cancelled('None', 'TransactionConflict', 'None'),
    cancelled('TransactionConflict', 'ThrottlingError', 'None'),
    cancelled('None', 'None', 'ProvisionedThroughputExceeded'),
    failed('ProvisionedThroughputExceededException'),
    failed('ThrottlingException'),
    failed('TransactionInProgressException'),
    failed('InternalServerError'),
    failed('Timeout'),
    failed('Network'),
  ];

  it.each(passing)('is stored when $message passes', async (error) => {
    const { streams, fail } = opened();
    fail({ operation: 'TransactWriteItems', error, times: PATIENCE.attempts - 1 });
    expect(await streams.append([streamWrite(A, 0)], command('c'))).toBe('appended');
    expect((await streams.load(A))?.revision).toBe(1);
  });

  it.each(passing)(
    'gives up when $message does not pass; nothing is stored, and the command may come again',
    async (error) => {
      const { streams, fail } = opened();
      fail({ operation: 'TransactWriteItems', error, times: PATIENCE.attempts });
      await expect(streams.append([streamWrite(A, 0)], command('c'))).rejects.toBe(error);
      expect([await streams.load(A), await streams.command('c')]).toStrictEqual([undefined, undefined]);
      expect(await streams.append([streamWrite(A, 0)], command('c'))).toBe('appended');
    },
  );

  it.each([
    failed('AccessDeniedException'),
    failed('ValidationException'),
    cancelled('None', 'ItemCollectionSizeLimitExceeded'),
    cancelled('TransactionConflict', 'ValidationError'),
  ])('does not try again after $message', async (error) => {
    const { streams, fail, calls } = opened();
    fail({ operation: 'TransactWriteItems', error, times: 1 });
    await expect(streams.append([streamWrite(A, 0)], command('c'))).rejects.toBe(error);
    expect(calls).toStrictEqual(['TransactWriteItems']);
  });

  it.each(FAILURES)('whose reply is late is stored once, and is no stranger to itself ($how)', async ({ stored }) => {
    const { streams, fail } = opened();
    fail({ operation: 'TransactWriteItems', error: failed('Timeout'), times: 1, stored });
    expect(await streams.append([streamWrite(A, 0)], command('c'))).toBe('appended');
    expect((await streams.events(A, all)).length).toBe(1);
    expect(await streams.append([streamWrite(A, 0)], command('c'))).toBe('repeated');
  });

  it.each(FAILURES)('without writes is no stranger to itself either ($how)', async ({ stored }) => {
    const { streams, fail, calls } = opened();
    fail({ operation: 'PutItem', error: failed('Timeout'), times: 1, stored });
    expect(await streams.append([], command('jti'))).toBe('appended');
    expect(await streams.append([], command('jti'))).toBe('repeated');
    expect(calls).toStrictEqual(['PutItem', 'PutItem', 'PutItem']);
  });

  it.each([
    { name: 'moved', known: false },
    { name: 'repeated', known: true },
  ])('is $name when only the head was said to be at fault', async ({ name, known }) => {
    const { streams, fail } = opened();
    if (known) await streams.append([streamWrite(A, 0)], command('c'));
    fail({ operation: 'TransactWriteItems', error: cancelled('None', 'ConditionalCheckFailed', 'None'), times: 1 });
    expect(await streams.append([streamWrite(A, 7)], command('c'))).toBe(name);
  });

  it('is a fault when an event stands where its head says there is none', async () => {
    const { streams, memory } = opened();
    const [event] = streamWrite(A, 0).events;
    await memory('PutItem', { TableName: 'streams', Item: { pk: { S: A }, sk: { S: 'E#0000000000000001' } } });
    expect(event.revision).toBe(1);
    await expect(streams.append([streamWrite(A, 0)], command('c'))).rejects.toThrow(`${A} has an event 1`);
    expect(await streams.load(A)).toBeUndefined();
  });
});

describe('erasing', () => {
  it('of a revision that does not exist is a fault, and stores nothing', async () => {
    const { streams } = opened();
    await streams.append([streamWrite(A, 0)], command('c1'));
    const write = { ...streamWrite(A, 1), erase: [9] };
    await expect(streams.append([write], command('c2'))).rejects.toThrow(`${A} has no revision 9 to erase`);
    expect((await streams.load(A))?.revision).toBe(1);
  });

  it('leaves nothing of payload and salt in the table, and does not read them', async () => {
    const { streams, memory, calls } = opened();
    await streams.append([streamWrite(A, 0, { note: 'personal' })], command('c1'));
    calls.length = 0;
    await streams.append([{ ...streamWrite(A, 1), erase: [1] }], command('c2'));
    expect(calls).toStrictEqual(['TransactWriteItems']);
    const table = JSON.stringify(await memory('Scan', { TableName: 'streams' }));
    expect(table.includes('personal')).toBe(false);
  });

  it('may be of an event of the same write', async () => {
    const { streams } = opened();
    await streams.append([{ ...streamWrite(A, 0, { count: 2 }), erase: [1] }], command('c'));
    expect((await streams.events(A, all)).map(({ payload, salt }) => [payload !== null, salt !== null])).toStrictEqual([
      [false, false],
      [true, true],
    ]);
  });
});

describe('a command', () => {
  it.each([
    { key: 'http/1', keptSeconds: 30 * 24 * 3600 },
    { key: 'node/1', keptSeconds: 3600 },
    { key: 'assertion/1', keptSeconds: 3600 },
  ])('$key may go after $keptSeconds s', async ({ key, keptSeconds }) => {
    const { streams, memory, clock } = opened();
    await streams.append([], command(key));
    const Key = { pk: { S: `command#${key}` }, sk: { S: '-' } };
    const { Item } = (await memory('GetItem', { TableName: 'streams', Key })) as { Item: { expiresAt: { N: string } } };
    expect(Number(Item.expiresAt.N)).toBe(Math.ceil(clock.now() / 1000) + keptSeconds);
  });
});

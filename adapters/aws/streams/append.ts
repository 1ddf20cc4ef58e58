import { randomUUID } from 'node:crypto';
import { commandKeptSeconds } from '../../../usecases/command-lifetime.ts';
import type { Clock, CommandRecord, Streams, StreamWrite } from '../../../usecases/ports.ts';
import { type MeasuredAppend, measureAppend } from '../../streams/measured-append.ts';
import type { DynamoCall, Item, TransactItem } from '../dynamodb/dynamo-call.ts';
import { DynamoError } from '../dynamodb/dynamo-error.ts';
import { ABSENT, atRevision, keys, putOf, text } from '../dynamodb/items.ts';
import { transactWrite } from '../dynamodb/transact-write.ts';
import type { Arrivals } from './arrivals.ts';
import { commandItem, commandKeys, ERASABLE, eventItem, eventSort, headItem } from './stream-items.ts';

type Stored = Awaited<ReturnType<Streams['append']>>;

/** A part of the transaction, and what it means when its condition does not hold. */
interface Part {
  readonly item: TransactItem;
  readonly refusal: 'repeated' | 'moved' | Error;
}

/**
 * The write side of Streams: one transaction of the command, the heads and the events, each on its condition.
 * A command key that exists is found by its own condition, and asked for again before anything else is answered:
 * DynamoDB need not say of every condition how it fared once one has failed.
 */
export function appender(call: DynamoCall, table: string, clock: Pick<Clock, 'now'>, arrivals: Arrivals) {
  const known = async (key: string): Promise<boolean> => {
    const { Item } = await call('GetItem', { TableName: table, Key: commandKeys(key), ConsistentRead: true });
    return Item !== undefined;
  };
  const commandOf = (command: CommandRecord, result: string): Item =>
    commandItem(command, result, Math.ceil(clock.now() / 1000) + commandKeptSeconds(command.key));

  return async (writes: readonly StreamWrite[], command: CommandRecord): Promise<Stored> => {
    const measured = measureAppend(writes, command);
    if (measured.tooLarge) return (await known(command.key)) ? 'repeated' : 'too_large';
    const record = commandOf(command, measured.result);
    if (writes.length === 0) return storeAlone(call, table, record);
    const parts = (stamp: string): Part[] => [
      { item: { Put: putOf(table, record, ABSENT) }, refusal: 'repeated' },
      ...measured.writes.flatMap((write) => partsOf(table, write, stamp)),
    ];
    const refusals = await arrivals.stamped(async (stamp) => {
      const all = parts(stamp);
      const refused = await transactWrite(
        call,
        all.map(({ item }) => item),
      );
      return refused.flatMap((place) => all[place]?.refusal ?? []);
    });
    const [first] = refusals;
    if (first === undefined) return 'appended';
    if (refusals.includes('repeated') || (await known(command.key))) return 'repeated';
    if (refusals.includes('moved')) return 'moved';
    throw first;
  };
}

function partsOf(table: string, { write, state }: MeasuredAppend['writes'][number], stamp: string): Part[] {
  const { stream, expectedRevision, events, head, erase = [] } = write;
  const own = new Set(events.map(({ revision }) => revision));
  return [
    {
      item: {
        Put: putOf(table, headItem(head, state, stamp), expectedRevision === 0 ? ABSENT : atRevision(expectedRevision)),
      },
      refusal: 'moved',
    },
    ...events.map(
      (event): Part => ({
        item: { Put: putOf(table, eventItem(event, erase.includes(event.revision)), ABSENT) },
        refusal: new Error(`${stream} has an event ${event.revision} that its head does not know`),
      }),
    ),
    ...erase
      .filter((revision) => !own.has(revision))
      .map(
        (revision): Part => ({
          item: {
            Update: {
              TableName: table,
              Key: keys(stream, eventSort(revision)),
              UpdateExpression: `REMOVE ${ERASABLE.join(', ')}`,
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
          refusal: new Error(`${stream} has no revision ${revision} to erase`),
        }),
      ),
  ];
}

/**
 * A command with no writes, at half the price of a transaction. The attempt's own mark lets a client that was not
 * answered send it again without meeting itself as a stranger.
 */
async function storeAlone(call: DynamoCall, table: string, record: Item): Promise<Stored> {
  const attempt = text(randomUUID());
  try {
    await call('PutItem', {
      ...putOf(table, { ...record, attempt }),
      ConditionExpression: 'attribute_not_exists(pk) OR attempt = :attempt',
      ExpressionAttributeValues: { ':attempt': attempt },
    });
    return 'appended';
  } catch (error) {
    if (error instanceof DynamoError && error.refused) return 'repeated';
    throw error;
  }
}

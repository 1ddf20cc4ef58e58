import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DynamoCall, DynamoOperations, TransactItem } from '../../../adapters/aws/dynamodb/dynamo-call.ts';
import { DynamoError } from '../../../adapters/aws/dynamodb/dynamo-error.ts';
import { PATIENCE, type Patience } from '../../../adapters/aws/dynamodb/retrying.ts';

/** Goes on for as long as a storm may last, and waits no real time. */
export const STORM_PATIENCE: Patience = { ...PATIENCE, attempts: 1000, pause: async () => {}, now: () => 0 };

/** Numbers from 0 up to 1, the same ones again for the same seed (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const THROTTLES = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'];

/**
 * A DynamoDB on a bad day. Calls overtake each other, are throttled or not answered, transactions meet others, batches are done in part,
 * pages end early, and some writes are stored although no answer comes.
 */
export function stormy(call: DynamoCall, random: () => number): DynamoCall {
  const happens = (chance: number): boolean => random() < chance;
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return async (operation, input) => {
    for (let turns = Math.floor(random() * 4); turns > 0; turns--) await nextTurn();
    if (happens(0.15)) throw new DynamoError(oneOf(THROTTLES), 'too much');
    if (happens(0.05)) throw new DynamoError('InternalServerError', 'something is broken');
    if (operation === 'TransactWriteItems' && happens(0.25)) {
      const { TransactItems } = input as DynamoOperations['TransactWriteItems']['input'];
      throw conflicts(TransactItems, random);
    }
    const answer = await call(operation, reduced(operation, input, random));
    if (happens(0.1)) throw new DynamoError('Timeout', 'no answer');
    return { ...answer, ...leftOver(operation, input) };
  };

  function leftOver(operation: string, input: object): object {
    const { RequestItems } = input as Partial<DynamoOperations['BatchGetItem']['input']>;
    if (!RequestItems) return {};
    const rest = Object.entries(RequestItems).flatMap(([table, wanted]) => {
      const kept = half(wanted as Wanted).rest;
      return countOf(kept) > 0 ? [[table, kept]] : [];
    });
    if (rest.length === 0) return {};
    return { [operation === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems']: Object.fromEntries(rest) };
  }
}

function conflicts(items: readonly TransactItem[], random: () => number): DynamoError {
  const reasons = items.map(() => (random() < 0.5 ? 'None' : 'TransactionConflict'));
  reasons[0] = 'TransactionConflict';
  return new DynamoError('TransactionCanceledException', 'cancelled', { reasons });
}

type Wanted = { readonly Keys: readonly unknown[] } | readonly unknown[];
const countOf = (wanted: Wanted): number => ('Keys' in wanted ? wanted.Keys : wanted).length;

/** The first half of a batch, at least one, and the rest. */
function half(wanted: Wanted): { readonly done: Wanted; readonly rest: Wanted } {
  const list = 'Keys' in wanted ? wanted.Keys : wanted;
  const some = Math.ceil(list.length / 2);
  const as = (part: readonly unknown[]): Wanted => ('Keys' in wanted ? { ...wanted, Keys: part } : part);
  return { done: as(list.slice(0, some)), rest: as(list.slice(some)) };
}

function reduced<T extends object>(operation: string, input: T, random: () => number): T {
  if (operation === 'Query' || operation === 'Scan') {
    const { Limit = 5 } = input as { Limit?: number };
    return { ...input, Limit: Math.min(Limit, 1 + Math.floor(random() * 5)) };
  }
  const { RequestItems } = input as { RequestItems?: Readonly<Record<string, Wanted>> };
  if (!RequestItems) return input;
  const done = Object.entries(RequestItems).map(([table, wanted]) => [table, half(wanted).done]);
  return { ...input, RequestItems: Object.fromEntries(done) };
}

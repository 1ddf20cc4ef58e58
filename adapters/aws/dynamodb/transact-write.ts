import { randomUUID } from 'node:crypto';
import type { DynamoCall, TransactItem } from './dynamo-call.ts';
import { DynamoError } from './dynamo-error.ts';

const MAX_ITEMS = 100;

/**
 * Stores all items or none. The token lets a client that was not answered send it again: within ten minutes DynamoDB
 * answers that it is stored, and does not store it twice.
 * @returns the places of those items whose condition did not hold, none when all is stored
 * @throws DynamoError for everything else, also when conflicts and throttling outlast the client's patience
 */
export async function transactWrite(call: DynamoCall, items: readonly TransactItem[]): Promise<readonly number[]> {
  if (items.length > MAX_ITEMS) throw new Error(`${items.length} items do not fit into one transaction`);
  try {
    await call('TransactWriteItems', { TransactItems: items, ClientRequestToken: randomUUID() });
    return [];
  } catch (error) {
    const reasons = error instanceof DynamoError ? error.reasons : [];
    const refused = [...reasons.keys()].filter((place) => reasons[place] === 'ConditionalCheckFailed');
    if (refused.length === 0) throw error;
    return refused;
  }
}

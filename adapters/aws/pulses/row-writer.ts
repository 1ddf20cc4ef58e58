import type { PulseProof, PulseRow } from '../../../schemas/pulse.ts';
import type { SignOfLife } from '../../../usecases/ports.ts';
import { proofOrder } from '../../pulses/proof-order.ts';
import { DynamoError } from '../dynamodb/dynamo-error.ts';
import { packProof } from './packed-proof.ts';
import { packSample } from './packed-sample.ts';
import { packState } from './packed-state.ts';
import { nodeKey, partitionKey } from './places.ts';
import type { PulseCall } from './pulse-call.ts';
import { KEPT_SECONDS, packBoot, packRow, type StoredPulse, unpackItem, whole } from './pulse-item.ts';

/** One row, in the partition it is told. */
export function rowWriter(call: PulseCall, table: string) {
  const at = (partition: number, cluster: string, node: string) => ({
    TableName: table,
    Key: { c: { S: partitionKey(cluster, partition) }, n: { S: nodeKey(node) } },
  });
  const written = (input: Parameters<PulseCall>[1]): Promise<boolean> => unlessRefused(call('UpdateItem', input));

  return {
    /** Keeps the later row, and never touches `p`. */
    async put(partition: number, row: Omit<PulseRow, 'proven'>): Promise<void> {
      const set: string[] = [];
      const gone: string[] = [];
      const values: { [name: string]: unknown } = {};
      for (const [name, value] of Object.entries(packRow(row))) {
        if (value === undefined) gone.push(name);
        else {
          set.push(`${name} = :${name}`);
          values[`:${name}`] = value;
        }
      }
      await written({
        ...at(partition, row.cluster, row.node),
        UpdateExpression: `SET ${set.join(', ')}${gone.length > 0 ? ` REMOVE ${gone.join(', ')}` : ''}`,
        ConditionExpression: 'attribute_not_exists(b) OR b < :b OR (b = :b AND q < :q)',
        ExpressionAttributeValues: values,
      });
    },

    /** One write and no read: the store compares what runs, and moves the newest sample to the window's start. */
    refresh(partition: number, life: SignOfLife): Promise<boolean> {
      const { cluster, node, seenAt, intervalSeconds, sample, newWindow } = life;
      const values = { ':x': whole(seenAt + KEPT_SECONDS), ':i': whole(intervalSeconds), ':r': { B: packState(life) } };
      const newest = sample && {
        ':m': { B: packSample(sample) },
        ':s': whole(sample.sequence),
        ':o': packBoot(sample.bootId),
      };
      return written({
        ...at(partition, cluster, node),
        UpdateExpression: `SET x = :x, i = :i, q = q + :one${newest ? `, m = :m, s = :s${newWindow ? ', w = m' : ''}` : ''}`,
        ConditionExpression: `r = :r AND x <= :x${newest ? ' AND o = :o AND s < :s' : ''}`,
        ExpressionAttributeValues: { ...values, ':one': whole(1), ...newest },
      });
    },

    /** Only raises. */
    async prove(partition: number, cluster: string, node: string, proven: PulseProof): Promise<void> {
      await written({
        ...at(partition, cluster, node),
        UpdateExpression: 'SET p = :p, x = if_not_exists(x, :x)',
        ConditionExpression: 'attribute_not_exists(p) OR p < :order', // a longer text comes after what it begins with
        ExpressionAttributeValues: {
          ':p': { S: packProof(proven) },
          ':order': { S: proofOrder(proven) },
          ':x': whole(proven.at + KEPT_SECONDS),
        },
      });
    },

    async get(partition: number, cluster: string, node: string): Promise<StoredPulse | undefined> {
      const { Item } = await call('GetItem', { ...at(partition, cluster, node), ConsistentRead: true });
      return Item && unpackItem(Item, cluster);
    },

    async remove(partition: number, cluster: string, node: string): Promise<void> {
      await call('DeleteItem', at(partition, cluster, node));
    },

    /** @returns nothing: a row that was written again stays, and is found again */
    async removeUnchanged({ key: { c, n }, row, seen }: StoredPulse): Promise<void> {
      const deletion = call('DeleteItem', {
        TableName: table,
        Key: { c: { S: c }, n: { S: n } },
        ConditionExpression: `${seen ? 'b = :b AND q = :q' : 'attribute_not_exists(b)'} AND ${row.proven ? 'p = :p' : 'attribute_not_exists(p)'}`,
        ...(seen || row.proven
          ? {
              ExpressionAttributeValues: {
                ...(seen ? { ':b': whole(row.bootStartedAt), ':q': whole(row.sequence) } : {}),
                ...(row.proven ? { ':p': { S: packProof(row.proven) } } : {}),
              },
            }
          : {}),
      });
      await unlessRefused(deletion);
    },
  };
}

/** @returns false when the condition did not hold */
async function unlessRefused(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof DynamoError && error.refused) return false;
    throw error;
  }
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsumedCapacity, DynamoCall } from '../../../adapters/aws/dynamodb/dynamo-call.ts';
import { retrying } from '../../../adapters/aws/dynamodb/retrying.ts';
import { leanDynamo } from '../../../adapters/aws/lean/dynamo-client.ts';
import { dynamoPulses } from '../../../adapters/aws/pulses/dynamo-pulses.ts';
import { PULSES_TABLE } from '../../../schemas/aws-tables.ts';
import type { Opened } from '../../contract/contract.ts';
import { proof } from '../../contract/pulse-rows.ts';
import { pulsesContract } from '../../contract/pulses.ts';
import { busyPulse, someNodes } from '../../support/busy-pulse.ts';
import { meteredDynamo } from '../../support/dynamo/metered.ts';
import { failing } from '../../support/fail-once.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';
import { newTable } from '../support/dynamo-tables.ts';

const call: DynamoCall = (operation, input) =>
  retrying(leanDynamo({ environment: process.env, now: Date.now }))(operation, input);

async function onDynamoDb(): Promise<Opened<'pulses'>> {
  const { table, remove } = await newTable(PULSES_TABLE);
  const clock = virtualClock();
  const memory = memoryWorld();
  const { world, failOnce } = failing({ ...memory.world, pulses: dynamoPulses(call, { table, clock }) });
  const close = (): Promise<void> => {
    memory.close();
    return remove();
  };
  return { world, failOnce, clock, close };
}

describe('pulses on DynamoDB', () => pulsesContract(onDynamoDb));

describe('what DynamoDB says that it costs', () => {
  let made: Awaited<ReturnType<typeof newTable>>;
  beforeAll(async () => {
    made = await newTable(PULSES_TABLE);
  });
  afterAll(() => made.remove());

  it('reads at most 40 units for 1,000 nodes in one partition, and in two', async () => {
    let units = 0;
    const metered: DynamoCall = async (operation, input) => {
      const output = await call(operation, { ...input, ReturnConsumedCapacity: 'TOTAL' });
      units += (output as { ConsumedCapacity?: { CapacityUnits?: number } }).ConsumedCapacity?.CapacityUnits ?? 0;
      return output;
    };
    const clock = virtualClock();
    const pulses = dynamoPulses(metered, { table: made.table, clock, tends: true });
    const nodes = someNodes(2000);
    const writes = async (from: number, to: number): Promise<number> => {
      units = 0;
      for (let at = from; at < to; at += 50)
        await Promise.all(nodes.slice(at, at + 50).map((node) => pulses.put(busyPulse({ cluster: 'edge', node }))));
      return units;
    };
    const fold = async () => {
      units = 0;
      return { nodes: await pulses.fold('edge', 0, (count) => count + 1), units };
    };
    expect(await writes(0, 1000)).toBeLessThanOrEqual(1000 + 1);
    const thousand = await fold();
    expect(thousand.nodes).toBe(1000);
    expect(thousand.units).toBeLessThanOrEqual(40);
    await writes(1000, 2000);
    await fold(); // finds the partition full, and doubles
    const grown = await fold();
    expect(grown.nodes).toBe(2000);
    expect(grown.units).toBeLessThanOrEqual(80);
  });

  it('is what the counting table in memory says', async () => {
    const { call: counting, units } = meteredDynamo({ [made.table]: PULSES_TABLE });
    let reads = 0;
    let writes = 0;
    const both: DynamoCall = async (operation, input) => {
      await counting(operation, input).catch(() => {});
      const output = await call(operation, { ...input, ReturnConsumedCapacity: 'TOTAL' });
      const { CapacityUnits = 0 } = (output as { ConsumedCapacity?: ConsumedCapacity }).ConsumedCapacity ?? {};
      if (operation === 'GetItem' || operation === 'Query') reads += CapacityUnits;
      else writes += CapacityUnits;
      return output;
    };
    const pulses = dynamoPulses(both, { table: made.table, clock: virtualClock() });
    const nodes = someNodes(60);
    for (const node of nodes) {
      const row = busyPulse({ cluster: 'meter', node });
      await pulses.put(row);
      await pulses.prove('meter', node, proof(3, 'active'));
      await pulses.refresh({ ...row, seenAt: row.seenAt + 30, sample: null, newWindow: false });
      await pulses.get('meter', node);
    }
    await pulses.fold('meter', 0, (count) => count + 1);
    await pulses.remove('meter', nodes[0] ?? '');
    expect({ reads: units.reads, writes: units.writes }).toStrictEqual({ reads, writes });
  });
});

import { describe, expect, it } from 'vitest';
import { retrying } from '../../../../adapters/aws/dynamodb/retrying.ts';
import { dynamoPulses } from '../../../../adapters/aws/pulses/dynamo-pulses.ts';
import { PULSES_TABLE } from '../../../../schemas/aws-tables.ts';
import { proof } from '../../../contract/pulse-rows.ts';
import { pulsesContract } from '../../../contract/pulses.ts';
import { busyPulse, someNodes } from '../../../support/busy-pulse.ts';
import { memoryDynamo } from '../../../support/dynamo/memory-dynamo.ts';
import { chances, STORM_PATIENCE, stormy } from '../../../support/dynamo/storm.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';
import { memoryWorld } from '../../../support/world.ts';

describe('pulses on a table in memory', () =>
  pulsesContract(() =>
    memoryWorld({ pulses: dynamoPulses(memoryDynamo(PULSES_TABLE), { table: 'pulses', clock: virtualClock() }) }),
  ));

it('loses nothing on a bad day: every row is there once, with the highest proof', async () => {
  const call = retrying(stormy(memoryDynamo(PULSES_TABLE), chances(7)), STORM_PATIENCE);
  const clock = virtualClock();
  const pulses = dynamoPulses(call, { table: 'pulses', clock });
  const nodes = someNodes(60);
  await Promise.all(
    nodes.map(async (node, index) => {
      await pulses.put(busyPulse({ cluster: 'edge', node, sequence: index }));
      await pulses.prove('edge', node, proof(index, 'resident', 1));
      await pulses.prove('edge', node, proof(index, 'active', 2));
    }),
  );
  const seen = await pulses.fold<string[]>('edge', [], (all, { node, sequence, proven }) => [
    ...all,
    `${node} ${sequence} ${proven?.generation} ${proven?.state}`,
  ]);
  expect(seen.toSorted()).toStrictEqual(nodes.map((node, index) => `${node} ${index} ${index} active`).toSorted());
});

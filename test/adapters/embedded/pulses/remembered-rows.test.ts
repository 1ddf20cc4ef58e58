import { expect, it } from 'vitest';
import type { DurablePulseTable } from '../../../../adapters/embedded/pulses/pulse-table.ts';
import { pulsesOver } from '../../../../adapters/embedded/pulses/pulses.ts';
import { UNSEEN } from '../../../../adapters/pulses/unseen.ts';
import { proof } from '../../../contract/pulse-rows.ts';

const ROW = { cluster: 'edge', node: 'a', ...UNSEEN, seenAt: 7 };

/** A table of one row, or of the nodes a test names, that counts how often it is read, and whose writes answer as the test says. */
function counted(write: () => Promise<boolean>, nodes = ['a']) {
  let reads = 0;
  const stored = (node: string) => ({ node, body: JSON.stringify({ ...ROW, node }), proven: null });
  const table: DurablePulseTable = {
    put: write,
    prove: write,
    async one() {
      reads += 1;
      return stored('a');
    },
    nodes: async () => nodes,
    async several(_cluster, asked) {
      reads += asked.length;
      return asked.map(stored);
    },
    remove: write,
  };
  return { pulses: pulsesOver(table), reads: () => reads };
}

it('a row is read once, and is from then on as its writes were answered', async () => {
  const { pulses, reads } = counted(async () => true);
  expect(await pulses.get('edge', 'a')).toStrictEqual({ ...ROW, proven: null });
  await pulses.put({ ...ROW, sequence: 1 });
  const proven = proof(3, 'active', 9);
  await pulses.prove('edge', 'a', proven);
  expect(await pulses.get('edge', 'a')).toStrictEqual({ ...ROW, sequence: 1, proven });
  expect(reads()).toBe(1);
});

it('a look over all rows reads those that are not remembered', async () => {
  const { pulses, reads } = counted(async () => true, ['a', 'b', 'c']);
  await pulses.get('edge', 'a');
  await pulses.put({ ...ROW, sequence: 5 });
  const seen = () => pulses.fold<string[]>('edge', [], (all, { node, sequence }) => [...all, `${node}${sequence}`]);
  expect((await seen()).toSorted()).toStrictEqual(['a5', 'b0', 'c0']);
  expect(reads()).toBe(3);
  await pulses.get('edge', 'a');
  expect(reads()).toBe(3);
});

it('a write that changed nothing leaves it as it was', async () => {
  const { pulses, reads } = counted(async () => false);
  await pulses.get('edge', 'a');
  await pulses.put({ ...ROW, sequence: 1 });
  expect(await pulses.get('edge', 'a')).toStrictEqual({ ...ROW, proven: null });
  expect(reads()).toBe(1);
});

it('after a write that failed it is read again: nobody knows what became of it', async () => {
  const { pulses, reads } = counted(() => Promise.reject(new Error('disk full')));
  await pulses.get('edge', 'a');
  await expect(pulses.put({ ...ROW, sequence: 1 })).rejects.toThrow('disk full');
  expect(await pulses.get('edge', 'a')).toStrictEqual({ ...ROW, proven: null });
  expect(reads()).toBe(2);
});

it('the row of another cluster is none of ours', async () => {
  const { pulses, reads } = counted(async () => true);
  await pulses.get('edge', 'a');
  await pulses.get('core', 'a');
  expect(reads()).toBe(2);
});

import { describe, expect, it } from 'vitest';
import type { PulseRow } from '../../schemas/pulse.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const NODE = 'node-1';
const pulse = (bootStartedAt: number, sequence: number, node = NODE): Omit<PulseRow, 'proven'> => ({
  cluster: 'edge',
  node,
  bootId: `boot-${bootStartedAt}`,
  bootStartedAt,
  sequence,
  generation: 3,
  digestPrefix: 'abcdef0123456789',
  resident: 0,
  seenAt: 1_795_339_800 + sequence,
  intervalSeconds: 1,
  newest: { at: 1, sequence, counts: { requests: 1, errors: 0, probesOk: 1, probesFailed: 0, latency: [[3, 1]] } },
  windowStart: null,
  drift: ['version'],
  unhealthy: false,
});
const proof = (generation: number, state: 'resident' | 'active', at = 1) => ({ generation, state, at });

/** Last-value rows of nodes. @see usecases/ports.ts Pulses */
export function pulsesContract(open: Factory<'pulses'>): void {
  const run = within(open);

  describe('put', () => {
    it.each([
      { name: 'a later sequence', next: [5, 8], kept: [5, 8] },
      { name: 'an earlier sequence', next: [5, 6], kept: [5, 7] },
      { name: 'a later boot with a lower sequence', next: [6, 0], kept: [6, 0] },
      { name: 'an earlier boot with a higher sequence', next: [4, 99], kept: [5, 7] },
    ] as const)('$name', ({ next: [boot, sequence], kept: [keptBoot, keptSequence] }) =>
      run(async ({ world: { pulses } }) => {
        await pulses.put(pulse(5, 7));
        await pulses.put(pulse(boot, sequence));
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...pulse(keptBoot, keptSequence), proven: null });
      })(),
    );

    it(
      'never touches what was proven',
      run(async ({ world: { pulses } }) => {
        await pulses.put(pulse(5, 7));
        await pulses.prove('edge', NODE, proof(3, 'active'));
        await pulses.put({ ...pulse(6, 0), proven: null } as PulseRow);
        expect((await pulses.get('edge', NODE))?.proven).toStrictEqual(proof(3, 'active'));
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { pulses }, failOnce }) => {
        failOnce('pulses', 'put', { stored });
        await expect(pulses.put(pulse(5, 7))).rejects.toThrow('pulses.put failed');
        expect((await pulses.get('edge', NODE)) !== undefined).toBe(stored);
        await pulses.put(pulse(5, 7));
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...pulse(5, 7), proven: null });
      })(),
    );
  });

  describe('prove', () => {
    it.each([
      { name: 'a higher generation', next: proof(4, 'resident', 2), kept: proof(4, 'resident', 2) },
      { name: 'a lower generation', next: proof(2, 'active', 2), kept: proof(3, 'resident') },
      { name: 'active after resident', next: proof(3, 'active', 2), kept: proof(3, 'active', 2) },
      { name: 'the same again', next: proof(3, 'resident', 2), kept: proof(3, 'resident') },
      { name: 'nothing', next: null, kept: proof(3, 'resident') },
    ])('only raises: $name', ({ next, kept }) =>
      run(async ({ world: { pulses } }) => {
        await pulses.put(pulse(5, 7));
        await pulses.prove('edge', NODE, proof(3, 'resident'));
        await pulses.prove('edge', NODE, next);
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...pulse(5, 7), proven: kept });
      })(),
    );

    it(
      'does not go back from active to resident of the same generation',
      run(async ({ world: { pulses } }) => {
        await pulses.prove('edge', NODE, proof(3, 'active'));
        await pulses.prove('edge', NODE, proof(3, 'resident', 9));
        expect((await pulses.get('edge', NODE))?.proven).toStrictEqual(proof(3, 'active'));
      }),
    );

    it(
      'goes on from active to the next generation, resident',
      run(async ({ world: { pulses } }) => {
        await pulses.prove('edge', NODE, proof(3, 'active'));
        await pulses.prove('edge', NODE, proof(4, 'resident', 9));
        expect((await pulses.get('edge', NODE))?.proven).toStrictEqual(proof(4, 'resident', 9));
      }),
    );

    it(
      'before the first check-in is kept, and any check-in fills the row',
      run(async ({ world: { pulses } }) => {
        await pulses.prove('edge', NODE, proof(1, 'active'));
        await pulses.put(pulse(0, 0));
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...pulse(0, 0), proven: proof(1, 'active') });
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { pulses }, failOnce }) => {
        await pulses.put(pulse(5, 7));
        failOnce('pulses', 'prove', { stored });
        await expect(pulses.prove('edge', NODE, proof(3, 'active'))).rejects.toThrow('pulses.prove failed');
        await pulses.prove('edge', NODE, proof(3, 'active'));
        expect((await pulses.get('edge', NODE))?.proven).toStrictEqual(proof(3, 'active'));
      })(),
    );
  });

  describe('fold', () => {
    it(
      'sees every row of its cluster once, across partitions',
      run(async ({ world: { pulses } }) => {
        const names = Array.from({ length: 2100 }, (_, index) => `node-${index}`);
        await Promise.all(names.map((name, index) => pulses.put(pulse(1, index, name))));
        await pulses.put({ ...pulse(1, 1), cluster: 'edgeway' });
        const seen = await pulses.fold<string[]>('edge', [], (state, { node }) => [...state, node]);
        expect(seen.toSorted()).toStrictEqual(names.toSorted());
        expect(await pulses.fold('empty', 0, (count) => count + 1)).toBe(0);
      }),
    );

    it(
      'does not see what was removed',
      run(async ({ world: { pulses }, failOnce }) => {
        await pulses.put(pulse(1, 1));
        failOnce('pulses', 'remove', { stored: true });
        await expect(pulses.remove('edge', NODE)).rejects.toThrow('pulses.remove failed');
        await pulses.remove('edge', NODE);
        expect(await pulses.get('edge', NODE)).toBeUndefined();
        expect(await pulses.fold('edge', 0, (count) => count + 1)).toBe(0);
      }),
    );
  });
}

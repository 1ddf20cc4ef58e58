import { describe, expect, it } from 'vitest';
import type { PulseRow } from '../../schemas/pulse.ts';
import { FAILURES, type Factory, within } from './contract.ts';
import { pulseProofsContract } from './pulse-proofs.ts';
import { pulseRefreshContract } from './pulse-refresh.ts';
import { NODE, proof, pulse } from './pulse-rows.ts';

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

  pulseRefreshContract(open);
  pulseProofsContract(open);

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

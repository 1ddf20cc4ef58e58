import { describe, expect, it } from 'vitest';
import { FAILURES, type Factory, within } from './contract.ts';
import { NODE, proof, pulse } from './pulse-rows.ts';

/** What a node proved, which only rises. @see usecases/ports.ts Pulses */
export function pulseProofsContract(open: Factory<'pulses'>): void {
  const run = within(open);

  describe('prove', () => {
    it.each([
      { name: 'a higher generation', next: proof(4, 'resident', 2), kept: proof(4, 'resident', 2) },
      { name: 'a lower generation', next: proof(2, 'active', 2), kept: proof(3, 'resident') },
      { name: 'active after resident', next: proof(3, 'active', 2), kept: proof(3, 'active', 2) },
      { name: 'the same again', next: proof(3, 'resident', 2), kept: proof(3, 'resident') },
      { name: 'a higher generation of more digits', next: proof(36, 'resident', 2), kept: proof(36, 'resident', 2) },
      {
        name: 'a lower generation of a higher epoch',
        next: proof(2, 'resident', 2, 2),
        kept: proof(2, 'resident', 2, 2),
      },
      { name: 'a higher generation of a lower epoch', next: proof(4, 'active', 2, 0), kept: proof(3, 'resident') },
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
}

import { describe, expect, it } from 'vitest';
import type { BusEvent } from '../../usecases/ports.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const event = (revision: number): BusEvent => ({
  id: `local/note/a#${revision}`,
  type: 'Noted',
  time: '2026-11-22T09:30:00.000Z',
  traceId: '1'.repeat(32),
  detail: { revision },
});

/** @see usecases/ports.ts Bus */
export function busContract(open: Factory<'bus'>, deliveredOf: (world: object) => Promise<readonly BusEvent[]>): void {
  const run = within(open);
  describe('bus', () => {
    it(
      'delivers what it answered, in order',
      run(async ({ world }) => {
        await world.bus.publish([event(1), event(2)]);
        await world.bus.publish([]);
        await world.bus.publish([event(3)]);
        expect(await deliveredOf(world)).toStrictEqual([event(1), event(2), event(3)]);
      }),
    );

    it.each(FAILURES)('delivers at least once when asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world, failOnce }) => {
        failOnce('bus', 'publish', { stored });
        await expect(world.bus.publish([event(1)])).rejects.toThrow('bus.publish failed');
        await world.bus.publish([event(1)]);
        expect((await deliveredOf(world)).map(({ id }) => id)).toStrictEqual(Array(stored ? 2 : 1).fill(event(1).id));
      })(),
    );
  });
}

import { describe, expect, it } from 'vitest';
import type { ParkedStream, ParkedStreams } from '../../usecases/ports.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const parked = (key: string, attempts = 1): ParkedStream => ({
  stream: `local/note/${key}`,
  attempts,
  retryAt: 1_795_339_800_000 + attempts,
  reason: 'it does not fold',
});

/** Streams set aside. @see usecases/ports/feed.ts ParkedStreams */
export function parkedStreamsContract(
  open: () => Promise<{ readonly parked: ParkedStreams; close(): Promise<void> }>,
): void {
  it('parked streams are what was last said of each, until released', async () => {
    const { parked: store, close } = await open();
    expect(await store.all()).toStrictEqual([]);
    await store.park(parked('a'));
    await store.park(parked('b'));
    await store.park(parked('a', 2));
    expect((await store.all()).toSorted((x, y) => (x.stream < y.stream ? -1 : 1))).toStrictEqual([
      parked('a', 2),
      parked('b'),
    ]);
    for (const _ of [1, 2]) await store.release(parked('a').stream);
    expect(await store.all()).toStrictEqual([parked('b')]);
    await close();
  });
}

/** Notes of those who go through the feed. @see usecases/ports/feed.ts Positions */
export function positionsContract(open: Factory<'positions'>): void {
  const run = within(open);
  describe('positions', () => {
    it(
      'keep the last note of each name',
      run(async ({ world: { positions } }) => {
        expect(await positions.read('a')).toBeUndefined();
        await positions.save('a', { at: 1, list: ['x'] });
        await positions.save('b', { at: 2 });
        await positions.save('a', { at: 3, none: null });
        expect(await positions.read('a')).toStrictEqual({ at: 3, none: null });
        expect(await positions.read('b')).toStrictEqual({ at: 2 });
      }),
    );

    it.each(FAILURES)('can be saved again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { positions }, failOnce }) => {
        failOnce('positions', 'save', { stored });
        await expect(positions.save('a', { at: 1 })).rejects.toThrow('positions.save failed');
        expect(await positions.read('a')).toStrictEqual(stored ? { at: 1 } : undefined);
        await positions.save('a', { at: 1 });
        expect(await positions.read('a')).toStrictEqual({ at: 1 });
      })(),
    );
  });
}

import { describe, expect, it, onTestFinished } from 'vitest';
import { feedPositions } from '../../../server/loops/feed-positions.ts';
import { feeder } from '../../../server/loops/feeder.ts';
import { command, streamWrite } from '../../support/stream-write.ts';
import { memoryWorld } from '../../support/world.ts';

function fed() {
  const memory = memoryWorld();
  onTestFinished(() => memory.close());
  const { streams } = memory.world;
  const folded: string[] = [];
  const poisoned = new Set<string>();
  const faults: string[] = [];
  let count = 0;
  const start = () =>
    feeder({
      streams,
      positions: feedPositions(memory.database, 'project'),
      clock: memory.clock,
      project: async (stream) => {
        if (poisoned.has(stream)) throw new Error('cannot be folded');
        const head = await streams.load(stream);
        folded.push(`${stream.split('/')[2]}@${head?.revision}`);
      },
      onFault: (_fault, where) => faults.push(where),
    });
  const grow = (key: string, from: number) =>
    streams.append([streamWrite(`local/note/${key}`, from)], command(`c${++count}`));
  return { ...memory, start, grow, folded, poisoned, faults };
}

describe('the feeder', () => {
  it('folds every stream that changed, and again when it changes again', async () => {
    const { start, grow, folded } = fed();
    const feed = start();
    for (let n = 0; n < 40; n++) await grow(`s${n}`, 0);
    feed.wake();
    await feed.idle();
    expect(folded).toStrictEqual(Array.from({ length: 40 }, (_, n) => `s${n}@1`));
    await grow('s7', 1);
    feed.wake();
    await feed.idle();
    expect(folded.slice(40)).toStrictEqual(['s7@2']);
    await feed.stop();
  });

  it('sees what comes while it folds', async () => {
    const { start, grow, folded } = fed();
    const feed = start();
    await grow('a', 0);
    feed.wake();
    await grow('b', 0);
    feed.wake();
    await feed.idle();
    expect(folded).toStrictEqual(['a@1', 'b@1']);
  });

  it('goes on after a restart where it was', async () => {
    const { start, grow, folded } = fed();
    const first = start();
    await grow('a', 0);
    first.wake();
    await first.idle();
    await first.stop();
    expect(folded).toStrictEqual(['a@1']);
    await grow('b', 0);
    const second = start();
    second.wake();
    await second.idle();
    expect(folded).toStrictEqual(['a@1', 'b@1']);
  });

  it('parks a stream that cannot be folded, goes on with the others, and tries again ever less often', async () => {
    const { start, grow, folded, poisoned, faults, clock } = fed();
    const feed = start();
    poisoned.add('local/note/bad');
    await grow('bad', 0);
    await grow('good', 0);
    feed.wake();
    await feed.idle();
    expect(folded).toStrictEqual(['good@1']);
    for (const [pauseMs, attempts] of [
      [1000, 2],
      [2000, 3],
      [4000, 4],
    ] as const) {
      await clock.advance(pauseMs - 1);
      expect(faults.length).toBe(attempts - 1);
      await clock.advance(1);
      await feed.idle();
      expect(faults).toStrictEqual(Array(attempts).fill('feed/local/note/bad'));
    }
    poisoned.clear();
    await clock.advance(8000);
    await feed.idle();
    expect(folded).toStrictEqual(['good@1', 'bad@1']);
    await clock.advance(120_000);
    expect(folded.length).toBe(2);
  });

  it('remembers what was parked through a restart', async () => {
    const { start, grow, folded, poisoned, clock } = fed();
    const first = start();
    poisoned.add('local/note/bad');
    await grow('bad', 0);
    first.wake();
    await first.idle();
    await first.stop();
    poisoned.clear();
    await clock.advance(1000);
    expect(folded).toStrictEqual([]);
    const second = start();
    second.wake();
    await second.idle();
    expect(folded).toStrictEqual(['bad@1']);
  });

  it('tries again when the store itself fails', async () => {
    const { start, grow, folded, failOnce, clock, faults } = fed();
    const feed = start();
    await grow('a', 0);
    failOnce('streams', 'changes', { stored: false });
    feed.wake();
    await feed.idle();
    expect([folded, faults]).toStrictEqual([[], ['feed']]);
    await clock.advance(1000);
    await feed.idle();
    expect(folded).toStrictEqual(['a@1']);
  });
});

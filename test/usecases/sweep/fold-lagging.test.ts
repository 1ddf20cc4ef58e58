import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamChange, World } from '../../../usecases/ports.ts';
import { foldStream } from '../../../usecases/project/fold-stream.ts';
import { foldLagging } from '../../../usecases/sweep/fold-lagging.ts';
import { FAILURES } from '../../contract/contract.ts';
import { command, streamWrite } from '../../support/stream-write.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

const DAY_MS = 24 * 3600 * 1000;
const stream = (key: string): string => `local/note/${key}`;

let memory: MemoryWorld;
beforeEach(() => {
  memory = memoryWorld();
});
afterEach(() => memory.close());

const grow = (key: string, from = 0) =>
  memory.world.streams.append([streamWrite(stream(key), from, { type: 'DirectiveSigned' })], command(`${key}@${from}`));
const marks = () => Promise.all(['a', 'b', 'c'].map((key) => memory.world.views.mark(stream(key))));

/** The same world, noting whose mark is asked for by the walk and the fold; a fold may be made to fail. */
function watched(poisoned: ReadonlySet<string> = new Set()) {
  const asked: string[] = [];
  const { views, log } = memory.world;
  const world: World = {
    ...memory.world,
    views: {
      ...views,
      mark(of) {
        asked.push(of);
        return views.mark(of);
      },
    },
    log: {
      ...log,
      append: async (leaves) => {
        if (leaves.some((leaf) => poisoned.has(leaf.stream))) throw new Error('poisoned');
        return log.append(leaves);
      },
    },
  };
  return { world, asked };
}

it('looks at what changed since the run before, and at nothing else', async () => {
  for (const key of ['a', 'b', 'c']) await grow(key);
  expect(await foldLagging(memory.world)).toBe(3);
  await grow('b', 1);
  const { world, asked } = watched();
  expect(await foldLagging(world)).toBe(1);
  expect([...new Set(asked)]).toStrictEqual([stream('b')]);
  asked.length = 0;
  expect(await foldLagging(world)).toBe(0);
  expect(asked).toStrictEqual([]);
});

it('is not held up by a stream that cannot be folded, says so when all else is done, and tries it again', async () => {
  for (const key of ['a', 'b', 'c']) await grow(key);
  const { world } = watched(new Set([stream('a')]));
  for (const _ of [1, 2]) {
    await expect(foldLagging(world)).rejects.toThrow('poisoned');
    expect(await marks()).toStrictEqual([0, 1, 1]);
  }
  expect(await foldLagging(memory.world)).toBe(1);
  expect(await marks()).toStrictEqual([1, 1, 1]);
  expect(await foldLagging(memory.world)).toBe(0);
});

describe('the round of a day', () => {
  /** `b` came into the order of arrival behind the place of the first run: only who begins anew meets it. */
  const passedBy = async (): Promise<World> => {
    for (const key of ['b', 'a', 'c']) await grow(key);
    const { streams } = memory.world;
    const hidden = {
      ...memory.world,
      streams: {
        ...streams,
        changes: async (position: string, limit: number) => {
          const { changes, next } = await streams.changes(position, limit);
          return { changes: changes.filter((change) => change.stream !== stream('b')), next };
        },
      },
    };
    expect(await foldLagging(hidden)).toBe(2);
    return memory.world;
  };

  it.each([
    { afterMs: DAY_MS - 1, folded: 0 },
    { afterMs: DAY_MS, folded: 1 },
  ])('after $afterMs ms finds $folded of what the runs passed by', async ({ afterMs, folded }) => {
    const world = await passedBy();
    await memory.clock.advance(afterMs);
    expect(await foldLagging(world)).toBe(folded);
    expect((await marks())[1]).toBe(folded);
    await memory.clock.advance(DAY_MS - 1);
    const { world: next, asked } = watched();
    await foldLagging(next);
    expect(asked.length > 0).toBe(folded === 0); // one a day
  });
});

it('ends in time however many streams there are, and goes on where it ended', async () => {
  const COUNT = 50_000;
  const read: number[] = [];
  const changes = async (position: string, limit: number) => {
    const from = Number(position);
    read.push(from);
    const count = Math.max(0, Math.min(limit, COUNT - from));
    const page = Array.from(
      { length: count },
      (_, at): StreamChange => ({ stream: stream(`${from + at}`), revision: 1, position: `${from + at + 1}` }),
    );
    return { changes: page, next: `${from + count}` };
  };
  const world = {
    ...memory.world,
    streams: { ...memory.world.streams, changes },
    views: { ...memory.world.views, mark: async () => 1 },
  };
  const reads = async (): Promise<readonly [number | undefined, number | undefined]> => {
    read.length = 0;
    await foldLagging(world);
    return [read[0], read.at(-1)];
  };
  expect(await reads()).toStrictEqual([0, 19_800]);
  expect(await reads()).toStrictEqual([20_000, 39_800]);
  expect(await reads()).toStrictEqual([40_000, COUNT]);
  await memory.clock.advance(DAY_MS);
  expect(await reads()).toStrictEqual([COUNT, 3800]); // the round begins
  expect(await reads()).toStrictEqual([COUNT, 7800]);
});

it('stops when its time is over, and goes on there', async () => {
  const keys = ['a', 'b', 'c'];
  for (const key of keys) await grow(key);
  const slowly = async (of: string): Promise<void> => {
    await memory.clock.advance(of === stream('a') ? 20_000 : 1);
    await foldStream(memory.world, of);
  };
  expect(await foldLagging(memory.world, slowly)).toBe(2); // the second began at the last moment
  expect(await marks()).toStrictEqual([1, 1, 0]);
  expect(await foldLagging(memory.world, slowly)).toBe(1);
  expect(await marks()).toStrictEqual([1, 1, 1]);
});

it.each(FAILURES)('misses nothing when its note cannot be saved ($how)', async ({ stored }) => {
  await grow('a');
  memory.failOnce('positions', 'save', { stored });
  await expect(foldLagging(memory.world)).rejects.toThrow('positions.save failed');
  await grow('b');
  expect(await foldLagging(memory.world)).toBe(1);
  expect(await marks()).toStrictEqual([1, 1, 0]);
});

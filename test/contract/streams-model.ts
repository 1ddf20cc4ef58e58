import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StoredEvent } from '../../schemas/event.ts';
import type { Streams } from '../../usecases/ports.ts';
import { command, streamWrite } from '../support/stream-write.ts';
import type { Factory } from './contract.ts';

const STREAMS = ['a', 'b', 'c'].map((key) => `local/note/${key}`);

/** One append: for some of three streams a write that builds on the newest revision or beside it, under one of few keys. */
const anAppend = fc.record({
  key: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6'),
  writes: fc.subarray(STREAMS, { minLength: 1 }).chain((streams) =>
    fc.tuple(
      ...streams.map((stream) =>
        fc.record({
          stream: fc.constant(stream),
          off: fc.constantFrom(0, 0, 0, 0, 1, -1),
          count: fc.integer({ min: 1, max: 3 }),
        }),
      ),
    ),
  ),
});
type Append = typeof anAppend extends fc.Arbitrary<infer A> ? A : never;

/** What the store must hold, as plainly as it can be said. */
function model() {
  const streams = new Map<string, StoredEvent[]>();
  const keys = new Set<string>();
  const revision = (stream: string): number => streams.get(stream)?.length ?? 0;
  return {
    streams,
    /** The same append for the store, and what it must answer. */
    next({ key, writes }: Append) {
      const built = writes.map(({ stream, off, count }) =>
        streamWrite(stream, Math.max(0, revision(stream) + off), { count }),
      );
      const fits = built.every(({ stream, expectedRevision }) => expectedRevision === revision(stream));
      const answer = keys.has(key) ? 'repeated' : fits ? 'appended' : 'moved';
      if (answer === 'appended') {
        keys.add(key);
        for (const { stream, events } of built) streams.set(stream, [...(streams.get(stream) ?? []), ...events]);
      }
      return { built, answer };
    },
  };
}

const stored = (streams: Streams) =>
  Promise.all(
    STREAMS.map(async (stream) => [stream, await streams.events(stream, { after: 0, limit: 1000 })] as const),
  );

/** Any history of appends leaves exactly what a map of lists would. @see usecases/ports.ts Streams */
export function streamsModelContract(open: Factory<'streams'>): void {
  it('does what a map of lists would do', () => {
    const answers = new Set<string>();
    return fc
      .assert(
        fc.asyncProperty(fc.array(anAppend, { minLength: 1, maxLength: 20 }), async (appends) => {
          const { world, close } = await open();
          const expected = model();
          for (const append of appends) {
            const { built, answer } = expected.next(append);
            expect(await world.streams.append(built, command(append.key))).toBe(answer);
            answers.add(answer);
          }
          const events = STREAMS.map((stream) => [stream, expected.streams.get(stream) ?? []]);
          expect(await stored(world.streams)).toStrictEqual(events);
          for (const stream of STREAMS) {
            expect((await world.streams.load(stream))?.revision ?? 0).toBe(expected.streams.get(stream)?.length ?? 0);
          }
          await close();
        }),
        { numRuns: 40 },
      )
      .then(() => expect([...answers].toSorted()).toStrictEqual(['appended', 'moved', 'repeated']));
  });
}

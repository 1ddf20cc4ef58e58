import { describe, expect, it } from 'vitest';
import { STREAM_LIMITS } from '../../core/stream.ts';
import type { StreamWrite } from '../../usecases/ports.ts';
import { command, streamWrite } from '../support/stream-write.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const A = 'local/note/a';
const B = 'local/note/b';
const all = { after: 0, limit: 1000 };

/** Atomic conditional append with command ids. @see usecases/ports.ts Streams */
export function streamsAppendContract(open: Factory<'streams'>): void {
  const run = within(open);

  describe('append', () => {
    it(
      'stores events, heads and the command together',
      run(async ({ world: { streams } }) => {
        const [a, b] = [streamWrite(A, 0, { count: 2 }), streamWrite(B, 0)];
        expect(await streams.append([a, b], command('c1'))).toBe('appended');
        expect(await streams.load(A)).toStrictEqual(a.head);
        expect(await streams.load(B)).toStrictEqual(b.head);
        expect(await streams.events(A, all)).toStrictEqual(a.events);
        expect(await streams.command('c1')).toStrictEqual(command('c1'));
      }),
    );

    it.each([
      { name: 'a stream that should not exist', first: 1, expected: 0 },
      { name: 'a stream that moved on', first: 2, expected: 1 },
      { name: 'a stream that is not so far', first: 1, expected: 2 },
      { name: 'a stream that does not exist', first: 0, expected: 1 },
    ])('answers moved for $name, and stores nothing of any stream', ({ first, expected }) =>
      run(async ({ world: { streams } }) => {
        if (first > 0) await streams.append([streamWrite(A, 0, { count: first })], command('first'));
        const writes = [streamWrite(B, 0), streamWrite(A, expected)];
        expect(await streams.append(writes, command('second'))).toBe('moved');
        expect(await streams.load(B)).toBeUndefined();
        expect(await streams.events(B, all)).toStrictEqual([]);
        expect((await streams.events(A, all)).length).toBe(first);
        expect(await streams.command('second')).toBeUndefined();
      })(),
    );

    it(
      'answers repeated before it looks at anything else, and keeps the first result',
      run(async ({ world: { streams } }) => {
        await streams.append([streamWrite(A, 0)], command('same', { answer: 1 }));
        const tooLarge = streamWrite(A, 7, { note: 'x'.repeat(STREAM_LIMITS.eventBytes) });
        expect(await streams.append([tooLarge], command('same', { answer: 2 }))).toBe('repeated');
        expect((await streams.command('same'))?.result).toStrictEqual({ answer: 1 });
        expect((await streams.load(A))?.revision).toBe(1);
      }),
    );

    it(
      'lets exactly one of many writers through, whatever the turn of events',
      run(async ({ world: { streams } }) => {
        const rivals = Array.from({ length: 40 }, (_, index) =>
          streams.append(
            [streamWrite(A, 0, { note: `${index}` }), streamWrite(`local/note/r${index}`, 0)],
            command(`r${index}`),
          ),
        );
        const answers = await Promise.all(rivals);
        expect(answers.filter((answer) => answer === 'appended')).toStrictEqual(['appended']);
        expect(answers.filter((answer) => answer === 'moved').length).toBe(39);
        expect((await streams.list('note', { limit: 100 })).heads.length).toBe(2);
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { streams }, failOnce }) => {
        failOnce('streams', 'append', { stored });
        const append = () => streams.append([streamWrite(A, 0)], command('c1'));
        await expect(append()).rejects.toThrow('streams.append failed');
        expect((await streams.load(A))?.revision ?? 0).toBe(stored ? 1 : 0);
        expect(await append()).toBe(stored ? 'repeated' : 'appended');
        expect((await streams.events(A, all)).length).toBe(1);
      })(),
    );
  });

  describe('append without writes', () => {
    it(
      'spends the command key, once',
      run(async ({ world: { streams } }) => {
        expect(await streams.append([], command('jti', { answer: 1 }))).toBe('appended');
        expect(await streams.append([], command('jti', { answer: 2 }))).toBe('repeated');
        expect(await streams.append([streamWrite(A, 0)], command('jti'))).toBe('repeated');
        expect(await streams.command('jti')).toStrictEqual(command('jti', { answer: 1 }));
        expect(await streams.load(A)).toBeUndefined();
      }),
    );

    it(
      'lets one of many through',
      run(async ({ world: { streams } }) => {
        const answers = await Promise.all(Array.from({ length: 10 }, () => streams.append([], command('jti'))));
        expect(answers.toSorted()).toStrictEqual(['appended', ...Array<string>(9).fill('repeated')]);
      }),
    );
  });

  describe('append refuses what is too large, and stores nothing', () => {
    const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
    /** A write whose event, or head, has exactly this size. */
    const eventOf = (size: number): StreamWrite =>
      streamWrite(A, 0, { note: 'x'.repeat(size - bytes(streamWrite(A, 0, { note: '' }).events[0])) });
    const headOf = (size: number): StreamWrite =>
      streamWrite(A, 0, { state: 'x'.repeat(size - bytes(streamWrite(A, 0, { state: '' }).head)) });
    const many = (streams: number, events: number): StreamWrite[] =>
      Array.from({ length: streams }, (_, index) => streamWrite(`local/note/m${index}`, 0, { count: events }));
    const { eventBytes, headBytes, resultBytes, streamsPerAppend, itemsPerAppend } = STREAM_LIMITS;

    it.each([
      { name: 'an event', fits: [eventOf(eventBytes)], not: [eventOf(eventBytes + 1)] },
      { name: 'a head', fits: [headOf(headBytes)], not: [headOf(headBytes + 1)] },
      { name: 'the number of streams', fits: many(streamsPerAppend, 1), not: many(streamsPerAppend + 1, 1) },
      // each stream is one item for its head and one for each event
      { name: 'the number of items', fits: many(1, itemsPerAppend - 1), not: many(1, itemsPerAppend) },
      {
        name: 'all events together',
        fits: [streamWrite(A, 0, { count: 48, note: 'x'.repeat(64_000) })],
        not: [streamWrite(A, 0, { count: 50, note: 'x'.repeat(64_000) })],
      },
    ])('$name: at the limit it is stored, above it is not', ({ fits, not }) =>
      run(async ({ world: { streams } }) => {
        expect(await streams.append(not, command('not'))).toBe('too_large');
        expect((await streams.list('note', { limit: 100 })).heads).toStrictEqual([]);
        expect(await streams.command('not')).toBeUndefined();
        expect(await streams.append(fits, command('fits'))).toBe('appended');
      })(),
    );

    it(
      'the result of a command',
      run(async ({ world: { streams } }) => {
        const text = (size: number): string => 'x'.repeat(size - 2);
        expect(await streams.append([streamWrite(A, 0)], command('not', text(resultBytes + 1)))).toBe('too_large');
        expect(await streams.append([streamWrite(A, 0)], command('fits', text(resultBytes)))).toBe('appended');
      }),
    );
  });

  describe('erase', () => {
    it(
      'drops payload and salt, and keeps the hashes',
      run(async ({ world: { streams } }) => {
        const first = streamWrite(A, 0, { count: 3, note: 'personal' });
        await streams.append([first], command('c1'));
        const second = { ...streamWrite(A, 3), erase: [1, 2] };
        expect(await streams.append([second], command('c2'))).toBe('appended');
        const erased = first.events.slice(0, 2).map((event) => ({ ...event, payload: null, salt: null }));
        expect(await streams.events(A, all)).toStrictEqual([...erased, ...first.events.slice(2), ...second.events]);
      }),
    );

    it(
      'happens with its write or not at all',
      run(async ({ world: { streams } }) => {
        const first = streamWrite(A, 0);
        await streams.append([first], command('c1'));
        const late = { ...streamWrite(A, 0), erase: [1] };
        expect(await streams.append([late], command('c2'))).toBe('moved');
        expect(await streams.events(A, all)).toStrictEqual(first.events);
      }),
    );
  });
}

import { describe, expect, it } from 'vitest';
import type { StreamChange, Streams } from '../../usecases/ports.ts';
import { command, streamWrite } from '../support/stream-write.ts';
import { type Factory, within } from './contract.ts';

const A = 'local/note/a';
const B = 'local/note/b';

/** Reads, listing and the feed. @see usecases/ports.ts Streams */
export function streamsReadContract(open: Factory<'streams'>): void {
  const run = within(open);
  const grow = (streams: Streams, stream: string, from: number, count = 1) =>
    streams.append([streamWrite(stream, from, { count })], command(`${stream}@${from}`));

  describe('events', () => {
    it.each([
      { after: 0, limit: 2, revisions: [1, 2] },
      { after: 2, limit: 2, revisions: [3, 4] },
      { after: 4, limit: 2, revisions: [5] },
      { after: 5, limit: 2, revisions: [] },
    ])('after $after, at most $limit', ({ after, limit, revisions }) =>
      run(async ({ world: { streams } }) => {
        await grow(streams, A, 0, 5);
        await grow(streams, B, 0, 7);
        const events = await streams.events(A, { after, limit });
        expect(events.map(({ revision }) => revision)).toStrictEqual(revisions);
      })(),
    );

    it(
      'of a stream that does not exist are none',
      run(async ({ world: { streams } }) => {
        expect(await streams.events(A, { after: 0, limit: 9 })).toStrictEqual([]);
        expect(await streams.load(A)).toBeUndefined();
        expect(await streams.loadEventually(A)).toBeUndefined();
      }),
    );
  });

  describe('list', () => {
    const keys = ['a.production', 'a.staging', 'ab.production', 'b', 'b-c', 'ba'];

    it(
      'pages through one kind in key order, each head once',
      run(async ({ world: { streams } }) => {
        for (const key of keys.toReversed()) await grow(streams, `local/note/${key}`, 0);
        await grow(streams, 'local/notebook/a', 0);
        const seen: string[] = [];
        let after: string | undefined;
        let pages = 0;
        do {
          const page = await streams.list('note', after === undefined ? { limit: 2 } : { limit: 2, after });
          seen.push(...page.heads.map(({ stream }) => stream));
          after = page.next;
          pages++;
        } while (after !== undefined);
        expect(seen).toStrictEqual(keys.map((key) => `local/note/${key}`));
        expect(pages).toBe(3); // a full last page says that it is the last
      }),
    );

    it.each([
      { prefix: 'a', found: ['a.production', 'a.staging', 'ab.production'] },
      { prefix: 'a.', found: ['a.production', 'a.staging'] },
      { prefix: 'b', found: ['b', 'b-c', 'ba'] },
      { prefix: 'c', found: [] },
    ])('with the prefix $prefix', ({ prefix, found }) =>
      run(async ({ world: { streams } }) => {
        for (const key of keys) await grow(streams, `local/note/${key}`, 0);
        const { heads, next } = await streams.list('note', { limit: 10, prefix });
        expect(heads.map(({ stream }) => stream)).toStrictEqual(found.map((key) => `local/note/${key}`));
        expect(next).toBeUndefined();
      })(),
    );

    it(
      'keeps the prefix while paging',
      run(async ({ world: { streams } }) => {
        for (const key of keys) await grow(streams, `local/note/${key}`, 0);
        const first = await streams.list('note', { limit: 1, prefix: 'a.' });
        const second = await streams.list('note', { limit: 1, prefix: 'a.', after: first.next ?? '' });
        expect(second.heads.map(({ stream }) => stream)).toStrictEqual(['local/note/a.staging']);
        expect(second.next).toBeUndefined();
      }),
    );
  });

  describe('changes', () => {
    const feed = async (streams: Streams, position: string, limit = 1): Promise<StreamChange[]> => {
      const { changes, next } = await streams.changes(position, limit);
      return changes.length === 0 ? [] : [...changes, ...(await feed(streams, next, limit))];
    };

    it(
      'show every stream at its newest revision, and nothing twice to who has seen it',
      run(async ({ world: { streams } }) => {
        await grow(streams, A, 0);
        await grow(streams, B, 0);
        await grow(streams, A, 1, 2);
        const seen = await feed(streams, '');
        const newest = new Map(seen.map(({ stream, revision }) => [stream, revision]));
        expect(newest).toStrictEqual(
          new Map([
            [B, 1],
            [A, 3],
          ]),
        );
        const end = seen.at(-1)?.position ?? '';
        expect(await streams.changes(end, 10)).toStrictEqual({ changes: [], next: end });
        await grow(streams, B, 1);
        expect((await feed(streams, end)).map(({ stream, revision }) => [stream, revision])).toStrictEqual([[B, 2]]);
      }),
    );

    it(
      'of an empty store are none, from the beginning on',
      run(async ({ world: { streams } }) => {
        const { changes, next } = await streams.changes('', 10);
        expect(changes).toStrictEqual([]);
        await grow(streams, A, 0);
        expect((await feed(streams, next)).map(({ stream }) => stream)).toStrictEqual([A]);
      }),
    );

    it.each([1, 7, 1000])('come in one order in pages of at most %i', (limit) =>
      run(async ({ world: { streams } }) => {
        const names = Array.from({ length: 40 }, (_, index) => `local/note/p${index * index}`);
        for (const name of names) await grow(streams, name, 0);
        const seen = await feed(streams, '', limit);
        expect(seen.map(({ stream }) => stream)).toStrictEqual(names);
        const [middle] = seen.slice(20);
        const rest = await feed(streams, middle?.position ?? '', limit);
        expect(rest).toStrictEqual(seen.slice(21));
      })(),
    );

    it(
      'miss no stream while writers go on, and never go back within a stream',
      run(async ({ world: { streams } }) => {
        const names = Array.from({ length: 10 }, (_, index) => `local/note/s${index}`);
        const writer = (async () => {
          for (let revision = 0; revision < 8; revision++) {
            await Promise.all(names.map((name) => grow(streams, name, revision)));
          }
        })();
        const seen = new Map<string, number>();
        let position = '';
        const read = async (): Promise<number> => {
          const { changes, next } = await streams.changes(position, 3);
          for (const { stream, revision } of changes) {
            expect(revision).toBeGreaterThan(seen.get(stream) ?? 0);
            seen.set(stream, revision);
          }
          position = next;
          return changes.length;
        };
        for (let turn = 0; turn < 20; turn++) await read();
        await writer;
        while ((await read()) > 0);
        expect(seen).toStrictEqual(new Map(names.map((name) => [name, 8])));
      }),
    );
  });
}

import { describe, expect, it } from 'vitest';
import type { Views, ViewWrite } from '../../usecases/ports.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const A = 'local/note/a';
const row = (sort: string, n = 1, partition = 'p'): ViewWrite => ({ view: 'v', partition, sort, doc: { n } });
const sorts = ['a', 'ab', 'b', 'c'];

/** Read models with marks. @see usecases/ports.ts Views */
export function viewsContract(open: Factory<'views'>): void {
  const run = within(open);
  const filled = async (views: Views): Promise<unknown> =>
    views.commit(A, 0, 1, [...sorts.map((sort) => row(sort)), row('a', 1, 'q'), { ...row('a'), view: 'w' }]);

  describe('commit', () => {
    it(
      'moves the mark and the rows together',
      run(async ({ world: { views } }) => {
        expect(await views.mark(A)).toBe(0);
        expect(await views.commit(A, 0, 2, [row('a'), row('b')])).toBe('committed');
        expect(await views.commit(A, 2, 3, [row('a', 5), { ...row('b'), doc: null }])).toBe('committed');
        expect(await views.mark(A)).toBe(3);
        expect(await views.get('v', 'p', 'a')).toStrictEqual({ partition: 'p', sort: 'a', doc: { n: 5 } });
        expect(await views.get('v', 'p', 'b')).toBeUndefined();
      }),
    );

    it.each([{ from: 0 }, { from: 2 }])('from $from is moved when the mark is at 1, and writes nothing', ({ from }) =>
      run(async ({ world: { views } }) => {
        await views.commit(A, 0, 1, [row('a')]);
        expect(await views.commit(A, from, 9, [row('a', 9)])).toBe('moved');
        expect(await views.mark(A)).toBe(1);
        expect((await views.get('v', 'p', 'a'))?.doc).toStrictEqual({ n: 1 });
      })(),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { views }, failOnce }) => {
        failOnce('views', 'commit', { stored });
        await expect(views.commit(A, 0, 1, [row('a')])).rejects.toThrow('views.commit failed');
        expect(await views.commit(A, 0, 1, [row('a')])).toBe(stored ? 'moved' : 'committed');
        expect(await views.mark(A)).toBe(1);
        expect((await views.get('v', 'p', 'a'))?.doc).toStrictEqual({ n: 1 });
      })(),
    );
  });

  describe('query', () => {
    it.each([
      { name: 'up', options: { limit: 3 }, found: ['a', 'ab', 'b'], next: 'b' },
      { name: 'up to the end', options: { limit: 4 }, found: ['a', 'ab', 'b', 'c'], next: undefined },
      { name: 'after a row', options: { limit: 3, after: 'ab' }, found: ['b', 'c'], next: undefined },
      { name: 'after no row', options: { limit: 3, after: 'aa' }, found: ['ab', 'b', 'c'], next: undefined },
      { name: 'down', options: { limit: 2, descending: true }, found: ['c', 'b'], next: 'b' },
      {
        name: 'down below a row',
        options: { limit: 2, descending: true, after: 'b' },
        found: ['ab', 'a'],
        next: undefined,
      },
      { name: 'a prefix', options: { limit: 9, prefix: 'a' }, found: ['a', 'ab'], next: undefined },
      { name: 'a prefix down', options: { limit: 1, prefix: 'a', descending: true }, found: ['ab'], next: 'ab' },
      { name: 'a prefix after', options: { limit: 9, prefix: 'a', after: 'a' }, found: ['ab'], next: undefined },
    ])('$name', ({ options, found, next }) =>
      run(async ({ world: { views } }) => {
        await filled(views);
        const page = await views.query('v', 'p', options);
        expect(page.rows.map(({ sort }) => sort)).toStrictEqual(found);
        expect(page.next).toBe(next);
      })(),
    );
  });

  it(
    'drop leaves no row and no mark',
    run(async ({ world: { views } }) => {
      await filled(views);
      await views.drop();
      expect(await views.mark(A)).toBe(0);
      expect((await views.query('v', 'p', { limit: 9 })).rows).toStrictEqual([]);
      expect(await filled(views)).toBe('committed');
    }),
  );
}

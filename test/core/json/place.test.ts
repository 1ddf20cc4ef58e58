import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOf, lineAndColumn, PLACE_CHARACTERS, pathOf, placeOf, pointerOf } from '../../../core/json/place.ts';

it.each([
  { keys: [], pointer: '', path: '$' },
  { keys: ['a', 0, 'b'], pointer: '/a/0/b', path: "$['a'][0]['b']" },
  { keys: ['0'], pointer: '/0', path: "$['0']" },
  { keys: ['a/b', 'm~n'], pointer: '/a~1b/m~0n', path: "$['a/b']['m~n']" },
  { keys: ['~1', ''], pointer: '/~01/', path: "$['~1']['']" },
  {
    keys: ["it's", '\\', '\n', '\u000b'],
    pointer: "/it's/\\/\n/\u000b",
    path: "$['it\\'s']['\\\\']['\\n']['\\u000b']",
  },
])('$pointer is $path', ({ keys, pointer, path }) => {
  expect(pointerOf(keys)).toBe(pointer);
  expect(pathOf(keys)).toBe(path);
});

it('a pointer finds its keys again in the document', () =>
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.nat({ max: 5 })), { maxLength: 6 }), (keys) => {
      const document = keys.reduceRight<unknown>(
        (inner, key) =>
          typeof key === 'number'
            ? [...Array<null>(key).fill(null), inner]
            : JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(inner)}}`),
        null,
      );
      expect(keysOf(pointerOf(keys), document)).toStrictEqual(keys);
    }),
  ));

it.each([
  { offset: 0, line: 1, column: 1 },
  { offset: 2, line: 1, column: 3 },
  { offset: 3, line: 2, column: 1 },
  { offset: 6, line: 3, column: 1 },
])('offset $offset is line $line, column $column', ({ offset, line, column }) =>
  expect(lineAndColumn('ab\nc\r\nd', offset)).toStrictEqual({ line, column }),
);

describe('a place that is told', () => {
  const fits = 'k'.repeat(PLACE_CHARACTERS - 1);
  it.each([
    { name: 'whole', keys: ['a', 0, 'b'], pointer: '/a/0/b' },
    { name: 'whole where its names just fit', keys: [fits], pointer: `/${fits}` },
    { name: 'by its holder where they do not', keys: [`${fits}k`], pointer: '' },
    { name: 'by the innermost holder that can be named', keys: ['a', `${fits}k`, 'b'], pointer: '/a' },
  ])('is told $name', ({ keys, pointer }) =>
    expect(placeOf(keys)).toStrictEqual({ pointer, path: pathOf(keysOf(pointer, { a: [{}] })) }),
  );
});

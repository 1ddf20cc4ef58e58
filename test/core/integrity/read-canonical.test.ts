import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../core/integrity/canonical.ts';
import { readCanonical } from '../../../core/integrity/read-canonical.ts';
import type { Json } from '../../../schemas/words.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('bytes that are their own canonical form', () => {
  it('are read', () =>
    expect(readCanonical(utf8('{"a":[1,"é"],"b":null}'))).toStrictEqual({ value: { a: [1, 'é'], b: null } }));
  it('are what canonical() makes of any JSON', () =>
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const bytes = utf8(canonical(JSON.parse(JSON.stringify(value)) as Json));
        expect(readCanonical(bytes)?.value).toStrictEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));
  it('may be nested 64 deep', () => {
    expect(readCanonical(utf8('['.repeat(64) + ']'.repeat(64)))).toBeDefined();
    expect(readCanonical(utf8('['.repeat(65) + ']'.repeat(65)))).toBeUndefined();
    expect(readCanonical(utf8(`"${'['.repeat(1000)}\\""`))).toBeDefined();
  });
});

it.each([
  { name: 'white space', text: '{"a": 1}' },
  { name: 'a newline behind', text: '{"a":1}\n' },
  { name: 'members out of order', text: '{"b":1,"a":2}' },
  { name: 'a duplicate key', text: '{"a":1,"a":1}' },
  { name: 'a number in another spelling', text: '{"a":1.0}' },
  { name: 'a number that changes when read', text: '{"a":9007199254740993}' },
  { name: 'minus zero', text: '{"a":-0}' },
  { name: 'a needless escape', text: '{"a":"\\u0061"}' },
  { name: 'half a surrogate pair', text: '{"a":"\\ud800"}' },
  { name: 'a byte order mark', text: '\ufeff{}' },
  { name: 'no JSON', text: '{' },
  { name: 'nothing', text: '' },
])('$name is refused', ({ text }) => expect(readCanonical(utf8(text))).toBeUndefined());

it('bytes that are no UTF-8 are refused', () =>
  expect(readCanonical(Uint8Array.of(0x22, 0xc0, 0x80, 0x22))).toBeUndefined());
it('a million brackets are refused without a fault', () =>
  expect(readCanonical(utf8('['.repeat(1_000_000)))).toBeUndefined());
it.each(['"', '"\\"', '"a\\', '{"a":"'])('a string that does not end is refused at once: %s…', (start) => {
  // By a pattern that may split it in many ways, each character more doubled the time: these took seconds.
  const before = performance.now();
  expect(readCanonical(utf8(start + 'a'.repeat(27)))).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(500);
});
it('what is no JSON is our fault', () => {
  expect(() => canonical(undefined as unknown as Json)).toThrow(TypeError);
  expect(() => canonical('\ud800')).toThrow();
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8 } from '../../../usecases/config/utf8.ts';

const PART = 16 * 1024;
const encoded = (text: string) => Buffer.from(new TextEncoder().encode(text));

it('is what a TextEncoder makes of a text, wherever it is cut into parts', () =>
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('a', 'é', '“', '😀'),
      fc.integer({ min: PART - 3, max: PART + 3 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      (before, filling, count, after) => {
        const text = before + filling.repeat(count) + after;
        fc.pre(text.isWellFormed());
        expect(encoded(text).equals(utf8(text))).toBe(true);
      },
    ),
  ));

it.each(['', 'a', '😀', `${'a'.repeat(PART - 1)}😀`, `${'a'.repeat(PART)}😀`, 'ö'.repeat(2 * PART)])(
  'of %.3s…',
  (text) => expect(encoded(text).equals(utf8(text))).toBe(true),
);

it('there is none of half of a surrogate pair', () => {
  for (const text of ['a\ud800', '\udc00', `${'a'.repeat(PART - 1)}\ud800b`]) expect(() => utf8(text)).toThrow();
});

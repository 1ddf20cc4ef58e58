import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from '../../../core/integrity/canonical.ts';
import type { Json } from '../../../schemas/words.ts';

/** RFC 8785 §3.2.3 and appendix B. */
it('sorts by UTF-16 code units, as the example of RFC 8785', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  expect(Object.values(JSON.parse(canonical(value)))).toHaveLength(7);
  expect(canonical(value).match(/"[A-Z][^"]*"/g)).toStrictEqual(
    [
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ].map((word) => `"${word}"`),
  );
});

it.each([
  { number: 0, text: '0' },
  { number: -0, text: '0' },
  { number: 5e-324, text: '5e-324' },
  { number: 1.7976931348623157e308, text: '1.7976931348623157e+308' },
  { number: 9007199254740992, text: '9007199254740992' },
  { number: 295147905179352830000, text: '295147905179352830000' },
  { number: 9.999999999999997e22, text: '9.999999999999997e+22' },
  { number: 1e23, text: '1e+23' },
  { number: 333333333.3333332, text: '333333333.3333332' },
  { number: 1e-7, text: '1e-7' },
  { number: 0.000001, text: '0.000001' },
])('writes $number as RFC 8785 does', ({ number, text }) => expect(canonical(number)).toBe(text));

it('is stable under reading', () =>
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = canonical(JSON.parse(JSON.stringify(value)) as Json);
      expect(canonical(JSON.parse(text) as Json)).toBe(text);
    }),
  ));

it.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { a: '\udfff' }, { '\ud800': 1 }])('throws on %j', (value) =>
  expect(() => canonical(value as Json)).toThrow(),
);

it('keeps members named like parts of Object', () =>
  expect(canonical(JSON.parse('{"toString":1,"__proto__":{"a":1},"constructor":2}') as Json)).toBe(
    '{"__proto__":{"a":1},"constructor":2,"toString":1}',
  ));

it('writes what the library writes, byte for byte, or throws where it throws', () => {
  const keys = fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', '1', '10', '9', 'toJSON', '\ufb33', '\ud83d\ude00', '\ud800'),
  );
  const values = [
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.constantFrom(null, true, -0, undefined, '\udfff'),
  ];
  const written = (write: (value: unknown) => string | undefined, value: unknown) => {
    try {
      return write(value) ?? 'throws';
    } catch {
      return 'throws';
    }
  };
  fc.assert(
    fc.property(fc.anything({ key: keys, values, maxDepth: 4 }), (value) => {
      expect(written((each) => canonical(each as Json), value)).toBe(written(canonicalize, value));
    }),
    { numRuns: 2000 },
  );
});

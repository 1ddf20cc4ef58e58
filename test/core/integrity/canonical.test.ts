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

/** Numbers by their IEEE 754 bits, as RFC 8785 appendix B lists them. */
const numberOf = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE();

it.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('writes the number %s as %s', (bits, text) => expect(canonical(numberOf(bits))).toBe(text));

it.each(['7fffffffffffffff', '7ff0000000000000'])('has no text for %s', (bits) =>
  expect(() => canonical(numberOf(bits))).toThrow(),
);

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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExactNumber } from '../../../core/json/exact-number.ts';

describe('isExactNumber', () => {
  it.each([
    '0',
    '-0',
    '0.0',
    '1.0',
    '1e2',
    '1E+2',
    '1.50',
    '0.1',
    '0.30000000000000004',
    '9007199254740991',
    '9007199254740992',
    '-9007199254740992',
    '9007199254740994',
    '12345678901234567000',
    '1e308',
    '1.7976931348623157e308',
    '5e-324',
    '2.2250738585072014e-308',
    '0e999',
    '0e99999999999999999999',
    '-0.000e-400',
    '100000000000000000000000',
    '0.000001',
    '1e-7',
    '123456789012345',
    '0.12345678901234',
    `0.${'0'.repeat(400)}1e401`,
    `1${'0'.repeat(400)}e-400`,
  ])('%s keeps its value', (text) => expect(isExactNumber(text)).toBe(true));

  it.each([
    '9007199254740993',
    '-9007199254740993',
    '1e400',
    '-1e400',
    '1e309',
    '1.7976931348623159e308',
    '1e-400',
    '4e-324',
    '0.1000000000000000055',
    '0.3000000000000000444',
    '12345678901234567890',
    '1e99999999999999999999',
    '123456789012345678',
    '0.1234567890123456789',
    '4111111111111111119',
    '100000000000000008192',
  ])('%s would change', (text) => expect(isExactNumber(text)).toBe(false));

  it('every double passes in its own text, and with zeros added that say nothing', () =>
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 20 }),
        (value, zeros) => {
          const text = String(value);
          expect(isExactNumber(text)).toBe(true);
          expect(isExactNumber(/[.]/.test(text) && !/e/.test(text) ? text + '0'.repeat(zeros) : text)).toBe(true);
        },
      ),
    ));

  it('an integer passes exactly when it is what BigInt reads back', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (value) => {
        // The shortest text of a double above 2^53 is not always its exact integer; what it says is what is kept.
        expect(isExactNumber(value.toString())).toBe(
          BigInt(String(Number(value)).includes('e') ? expand(Number(value)) : String(Number(value))) === value,
        );
      }),
    ));

  it('an integer above 2^53 passes or not on both sides of each step', () => {
    for (let step = 0n; step < 100n; step++) {
      expect(isExactNumber((2n ** 53n + 2n * step).toString())).toBe(true);
      expect(isExactNumber((2n ** 53n + 2n * step + 1n).toString())).toBe(false);
    }
  });
});

/** `1.5e+21` without its exponent. */
function expand(value: number): string {
  const [digits = '', power = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  return whole + fraction.padEnd(Number(power), '0');
}

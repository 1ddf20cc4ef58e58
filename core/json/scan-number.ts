import { DOT, isDigit, MINUS, ZERO } from './characters.ts';
import { isExactNumber } from './exact-number.ts';

/** A number that a reader would silently change. */
export const NOT_EXACT = -1;

const PLUS = 0x2b;

/** So many characters hold at most that many digits, and with an exponent of two no more than a double keeps exactly. */
const SURELY_EXACT_CHARACTERS = 15;
const SURELY_EXACT_EXPONENT_DIGITS = 2;

function digitsEnd(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/**
 * Past the number that begins at `start`, as RFC 8259 §6 writes it.
 * @returns `start` where there is none; `NOT_EXACT`
 */
export function numberEnd(text: string, start: number): number {
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
  const whole = text.charCodeAt(first) === ZERO ? first + 1 : digitsEnd(text, first);
  if (whole === first) return start;
  const fraction = text.charCodeAt(whole) === DOT ? digitsEnd(text, whole + 1) : whole;
  const mantissa = fraction > whole + 1 ? fraction : whole;
  let end = mantissa;
  let exponentDigits = 0;
  if ((text.charCodeAt(mantissa) | 0x20) === 0x65) {
    const sign = text.charCodeAt(mantissa + 1);
    const power = sign === PLUS || sign === MINUS ? mantissa + 2 : mantissa + 1;
    const powerEnd = digitsEnd(text, power);
    exponentDigits = powerEnd - power;
    if (exponentDigits > 0) end = powerEnd;
  }
  const surely = mantissa - start <= SURELY_EXACT_CHARACTERS && exponentDigits <= SURELY_EXACT_EXPONENT_DIGITS;
  return surely || isExactNumber(text.slice(start, end)) ? end : NOT_EXACT;
}

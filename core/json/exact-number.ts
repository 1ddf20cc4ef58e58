/** Any decimal of so few digits is the shortest text of the double it becomes (IEEE 754: DBL_DIG). */
const ALWAYS_EXACT_DIGITS = 15;

/**
 * Whether the number a JSON text says is the number a reader will have: the double nearest to it, written in its
 * shortest form (RFC 8785 §3.2.2.3), names the same decimal value. `1.50`, `1e2` and `-0` do; `9007199254740993`,
 * `1e400` and `0.1000000000000000055` do not.
 * @param text a number as RFC 8259 §6 writes it
 */
export function isExactNumber(text: string): boolean {
  if (text.length <= ALWAYS_EXACT_DIGITS && !/[eE]/.test(text)) return true;
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  const shortest = String(value);
  if (shortest === text) return true;
  const said = decimal(text);
  const kept = decimal(shortest);
  return (
    said.digits === kept.digits &&
    said.exponent === kept.exponent &&
    (said.digits === '' || said.negative === kept.negative)
  );
}

/** digits × 10^exponent, with no zero at either end of the digits; zero has none. */
function decimal(text: string): { readonly negative: boolean; readonly digits: string; readonly exponent: number } {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = `${whole}${fraction}`;
  const first = firstNonZero(all);
  let end = all.length;
  while (end > first && all[end - 1] === '0') end -= 1;
  const digits = all.slice(first, end);
  const exponent = digits === '' ? 0 : Number(power) - fraction.length + (all.length - end);
  return { negative: sign === '-', digits, exponent };
}

function firstNonZero(digits: string): number {
  let at = 0;
  while (at < digits.length && digits[at] === '0') at += 1;
  return at;
}

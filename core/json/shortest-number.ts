import { DOT, MINUS, NINE, ZERO } from './characters.ts';

/** Any decimal of so few digits is the shortest text of the double it becomes (IEEE 754: DBL_DIG). */
const SURELY_SHORTEST_CHARACTERS = 15;

/**
 * A number in the form that RFC 8785 §3.2.2.3 has for it.
 * @param start where an exact number begins in the text, `end` where it ends (core/json/scan-number.ts)
 * @returns undefined when it is written so already
 */
export function shortestNumber(text: string, start: number, end: number): string | undefined {
  if (isSurelyShortest(text, start, end)) return undefined;
  const written = text.slice(start, end);
  const shortest = String(Number(written));
  return shortest === written ? undefined : shortest;
}

/** Few digits, none to spare at either end, and no exponent; nothing small either, which would get one. */
function isSurelyShortest(text: string, start: number, end: number): boolean {
  if (end - start > SURELY_SHORTEST_CHARACTERS) return false;
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
  if (text.charCodeAt(first) === ZERO) return end === start + 1;
  let hasFraction = false;
  for (let at = first; at < end; at++) {
    const char = text.charCodeAt(at);
    if (char === DOT) hasFraction = true;
    else if (char > NINE) return false;
  }
  return !hasFraction || text.charCodeAt(end - 1) !== ZERO;
}

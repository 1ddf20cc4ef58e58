import { BACKSLASH, isDigit, QUOTE, ZERO } from './characters.ts';
import type { Unreadable } from './refusal.ts';

/** Past the closing quote of the string that opens at `start`, or what is wrong with it. */
export function stringEnd(text: string, start: number): number | Omit<Unreadable, 'keys'> {
  let at = start + 1;
  for (;;) {
    let char = text.charCodeAt(at);
    while (char >= 0x20 && char < 0xd800 && char !== QUOTE && char !== BACKSLASH) char = text.charCodeAt(++at);
    if (char === QUOTE) return at + 1;
    if (char === BACKSLASH) {
      const length = escapeLength(text, at);
      if (typeof length !== 'number') return length;
      at += length;
    } else if (char >= 0x20) {
      if (char >= 0xd800 && char <= 0xdfff) {
        if (!isPair(char, text.charCodeAt(at + 1)))
          return { code: 'lone_surrogate', message: 'half of a surrogate pair', offset: at };
        at += 1;
      }
      at += 1;
    } else if (Number.isNaN(char)) return { code: 'json_invalid', message: 'the string does not end', offset: start };
    else return { code: 'json_invalid', message: 'a control character must be escaped', offset: at };
  }
}

const SIMPLE = new Set([...'"\\/bfnrt'].map((char) => char.charCodeAt(0)));

function escapeLength(text: string, at: number): number | Omit<Unreadable, 'keys'> {
  if (SIMPLE.has(text.charCodeAt(at + 1))) return 2;
  const unit = unicodeEscape(text, at);
  if (unit === undefined) return { code: 'json_invalid', message: 'no such escape', offset: at };
  if (unit < 0xd800 || unit > 0xdfff) return 6;
  const second = unicodeEscape(text, at + 6);
  if (second !== undefined && isPair(unit, second)) return 12;
  return { code: 'lone_surrogate', message: 'half of a surrogate pair', offset: at };
}

const LETTER_U = 0x75;
const HEX_DIGITS = 4;

/** The UTF-16 code unit that `\uXXXX` at this place stands for. */
function unicodeEscape(text: string, at: number): number | undefined {
  if (text.charCodeAt(at) !== BACKSLASH || text.charCodeAt(at + 1) !== LETTER_U) return undefined;
  let unit = 0;
  for (let digit = 0; digit < HEX_DIGITS; digit++) {
    const value = hexValue(text.charCodeAt(at + 2 + digit));
    if (value === undefined) return undefined;
    unit = unit * 16 + value;
  }
  return unit;
}

function hexValue(char: number): number | undefined {
  if (isDigit(char)) return char - ZERO;
  const letter = char | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : undefined;
}

const isPair = (high: number, low: number): boolean => high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;

/** What a member name says: `"\u0061"` is the same name as `"a"`. The string was found well formed before. */
export function keyText(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : raw;
}

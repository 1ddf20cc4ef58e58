import type { RejectionCode } from '../rejections.ts';
import { isExactNumber } from './exact-number.ts';
import type { Unreadable } from './refusal.ts';
import { keyText, stringEnd } from './scan-string.ts';

export const MAX_DEPTH = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

/**
 * Reads a JSON text once, without building anything, and tells the first thing wrong with it: what is not RFC 8259,
 * and what RFC 8259 lets pass although readers disagree about it or lose it (design.md §9).
 */
export function scan(text: string): Unreadable | undefined {
  const isObject: boolean[] = [];
  const keys: (string | number)[] = [];
  // A key is a duplicate when this object saw it: one map per depth and a number per object spare a Set for each.
  const seenIn: Map<string, number>[] = [];
  const objects: number[] = [];
  let objectCount = 0;
  let depth = 0;
  let at = 0;

  const refuse = (code: RejectionCode, message: string, offset = at, above = depth): Unreadable => ({
    code,
    message,
    offset,
    keys: keys.slice(0, above),
  });
  const skipSpace = (): number => {
    for (;;) {
      const char = text.charCodeAt(at);
      if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return char;
      at += 1;
    }
  };
  const readKey = (): Unreadable | undefined => {
    if (skipSpace() !== QUOTE) return refuse('json_invalid', 'a member name is expected', at, depth - 1);
    const start = at;
    const end = stringEnd(text, start);
    if (typeof end !== 'number') return refuse(end.code, end.message, end.offset, depth - 1);
    const key = keyText(text, start, end);
    keys[depth - 1] = key;
    if (key === '__proto__') return refuse('unsafe_key', 'no member may be called __proto__', start);
    const object = objects[depth - 1] ?? 0;
    if (seenIn[depth - 1]?.get(key) === object)
      return refuse('duplicate_key', 'this key occurs twice in one object', start);
    seenIn[depth - 1]?.set(key, object);
    at = end;
    if (skipSpace() !== COLON) return refuse('json_invalid', 'a colon is expected');
    at += 1;
    return undefined;
  };

  for (;;) {
    const char = skipSpace();
    if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      if (depth === MAX_DEPTH) return refuse('too_deep', `more than ${MAX_DEPTH} levels`);
      isObject[depth] = char === OPEN_OBJECT;
      objects[depth] = ++objectCount;
      seenIn[depth] ??= new Map();
      keys[depth] = 0;
      depth += 1;
      at += 1;
      const empty = skipSpace() === (char === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY);
      if (!empty) {
        const wrong = char === OPEN_OBJECT ? readKey() : undefined;
        if (wrong) return wrong;
        continue;
      }
      at += 1;
      depth -= 1;
    } else if (char === QUOTE) {
      const end = stringEnd(text, at);
      if (typeof end !== 'number') return refuse(end.code, end.message, end.offset);
      at = end;
    } else {
      const number = char === 0x2d || (char >= 0x30 && char <= 0x39);
      const token = number ? NUMBER : LITERAL;
      token.lastIndex = at;
      if (!token.test(text))
        return refuse('json_invalid', at < text.length ? 'a value is expected' : 'the text ends too early');
      if (number && !isExactNumber(text.slice(at, token.lastIndex)))
        return refuse('number_not_exact', `${shown(text.slice(at, token.lastIndex))} would silently change its value`);
      at = token.lastIndex;
    }

    // A value ended: go on in what holds it.
    for (;;) {
      const next = skipSpace();
      if (depth === 0) return at === text.length ? undefined : refuse('json_invalid', 'something follows the document');
      const inObject = isObject[depth - 1] === true;
      if (next === COMMA) {
        at += 1;
        if (!inObject) keys[depth - 1] = (keys[depth - 1] as number) + 1;
        const wrong = inObject ? readKey() : undefined;
        if (wrong) return wrong;
        break;
      }
      if (next !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY))
        return refuse(
          'json_invalid',
          at < text.length ? 'a comma or the end is expected' : 'the text ends too early',
          at,
          depth - 1,
        );
      at += 1;
      depth -= 1;
    }
  }
}

const shown = (number: string): string => (number.length <= 40 ? number : `${number.slice(0, 37)}…`);

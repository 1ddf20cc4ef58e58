import type { RejectionCode } from '../rejections.ts';
import { beginsNumber, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './characters.ts';
import type { Unreadable } from './refusal.ts';
import { NOT_EXACT, numberEnd } from './scan-number.ts';
import { keyText, stringEnd } from './scan-string.ts';

export const MAX_DEPTH = 64;
/** In all objects of a document together: a name costs far more than the few bytes it may be written in. */
export const MAX_MEMBERS = 65_536;
/** In all lists together: with their commas, more would not fit into any document that is kept. */
export const MAX_ITEMS = 524_288;

/**
 * Reads a JSON text once, without building anything, and tells the first thing wrong with it: what is not RFC 8259,
 * and what RFC 8259 lets pass although readers disagree about it or lose it (design.md §9). Only names that occur
 * twice are left to whoever has the value: a parser keeps fewer members than were written.
 * @returns the number of members written, in all objects together
 */
export function scan(text: string): Unreadable | number {
  const isObject: boolean[] = [];
  // Of what is open: the index of the present item, or where the name of the present member begins and ends.
  const place: number[] = [];
  const nameEnd: number[] = [];
  let depth = 0;
  let at = 0;
  let members = 0;
  let items = 0;
  let nameIsNext = false;

  const refuse = (code: RejectionCode, message: string, offset: number, above: number): Unreadable => ({
    code,
    message,
    offset,
    keys: place
      .slice(0, above)
      .map((here, level) => (isObject[level] ? keyText(text, here, nameEnd[level] ?? here) : here)),
  });

  for (;;) {
    at = spaceEnd(text, at);
    const char = text.charCodeAt(at);
    if (nameIsNext) {
      if (char !== QUOTE) return refuse('json_invalid', 'a member name is expected', at, depth - 1);
      const end = stringEnd(text, at);
      if (typeof end !== 'number') return refuse(end.code, end.message, end.offset, depth - 1);
      place[depth - 1] = at;
      nameEnd[depth - 1] = end;
      members += 1;
      if (members > MAX_MEMBERS) return refuse('too_large', `more than ${MAX_MEMBERS} members`, at, depth);
      if (isUnsafe(text, at, end)) return refuse('unsafe_key', 'no member may be called __proto__', at, depth);
      at = spaceEnd(text, end);
      if (text.charCodeAt(at) !== COLON) return refuse('json_invalid', 'a colon is expected', at, depth);
      at += 1;
      nameIsNext = false;
      continue;
    }
    if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      if (depth === MAX_DEPTH) return refuse('too_deep', `more than ${MAX_DEPTH} levels`, at, depth);
      const opensObject = char === OPEN_OBJECT;
      isObject[depth] = opensObject;
      place[depth] = 0;
      depth += 1;
      at = spaceEnd(text, at + 1);
      if (text.charCodeAt(at) !== (opensObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        nameIsNext = opensObject;
        continue;
      }
      at += 1;
      depth -= 1;
    } else if (char === QUOTE) {
      const end = stringEnd(text, at);
      if (typeof end !== 'number') return refuse(end.code, end.message, end.offset, depth);
      at = end;
    } else if (beginsNumber(char)) {
      const end = numberEnd(text, at);
      if (end === NOT_EXACT)
        return refuse('number_not_exact', `${shown(text, at)} would silently change its value`, at, depth);
      if (end === at) return refuse('json_invalid', 'a value is expected', at, depth);
      at = end;
    } else {
      const end = literalEnd(text, at);
      if (end === at)
        return refuse('json_invalid', at < text.length ? 'a value is expected' : 'the text ends too early', at, depth);
      at = end;
    }

    // A value ended: go on in what holds it.
    for (;;) {
      at = spaceEnd(text, at);
      const next = text.charCodeAt(at);
      if (depth === 0)
        return at === text.length ? members : refuse('json_invalid', 'something follows the document', at, 0);
      const inObject = isObject[depth - 1] === true;
      if (next === COMMA) {
        at += 1;
        if (!inObject) {
          place[depth - 1] = (place[depth - 1] ?? 0) + 1;
          items += 1;
          if (items > MAX_ITEMS) return refuse('too_large', `more than ${MAX_ITEMS} items`, at, depth);
        }
        nameIsNext = inObject;
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

/** Past the literal that begins at `start`; `start` where there is none. */
export function literalEnd(text: string, start: number): number {
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, start)) return start + word.length;
  return start;
}

/** Past the white space that begins at `start`. */
export function spaceEnd(text: string, start: number): number {
  for (let at = start; ; at++) {
    const char = text.charCodeAt(at);
    if (char > 0x20 || (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09)) return at;
  }
}

const UNSAFE = '__proto__';

/** A name of another length can only mean it when it is written with escapes. */
function isUnsafe(text: string, start: number, end: number): boolean {
  const length = end - start - 2;
  return (
    length >= UNSAFE.length &&
    text[start + 1] !== undefined &&
    keyMayBe(text, start, length) &&
    keyText(text, start, end) === UNSAFE
  );
}

const keyMayBe = (text: string, start: number, length: number): boolean => {
  const first = text[start + 1];
  return (
    first === '\\' || (first === '_' && (length === UNSAFE.length || text.slice(start, start + length).includes('\\')))
  );
};

const SHOWN_CHARACTERS = 40;

const shown = (text: string, start: number): string => {
  const [number = ''] = /^[-+.\deE]*/.exec(text.slice(start, start + SHOWN_CHARACTERS + 1)) ?? [];
  return number.length <= SHOWN_CHARACTERS ? number : `${number.slice(0, SHOWN_CHARACTERS - 3)}…`;
};

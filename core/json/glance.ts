import { beginsNumber, CLOSE_ARRAY, COLON, COMMA, OPEN_ARRAY, QUOTE } from './characters.ts';
import { MAX_DEPTH, MAX_ITEMS, MAX_MEMBERS } from './scan.ts';
import { NOT_EXACT, numberEnd } from './scan-number.ts';

/**
 * A quick look at a text that a parser will read afterwards: strings are jumped over, which is most of most documents.
 * What the parser takes and this lets pass, `scan` lets pass as well.
 * @returns the number of members written, in all objects together; undefined when there may be something that a
 * parser takes and strict reading does not: then ask `scan`, which knows where
 */
export function glance(text: string): number | undefined {
  // Names can be told apart, and strings have an end, without reading them where nothing is escaped.
  if (text.includes('\\') || text.includes('"__proto__"') || !text.isWellFormed()) return undefined;
  let depth = 0;
  let members = 0;
  let commas = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      at = text.indexOf('"', at + 1);
      if (at < 0) return undefined;
    } else if (char === COMMA) commas += 1;
    else if (char === COLON) members += 1;
    else if (beginsNumber(char)) {
      const end = numberEnd(text, at);
      if (end === NOT_EXACT || end === at) return undefined;
      at = end - 1;
    }
    // Brackets and braces differ from each other in one bit.
    else if ((char & ~0x20) === OPEN_ARRAY) {
      depth += 1;
      if (depth > MAX_DEPTH) return undefined;
    } else if ((char & ~0x20) === CLOSE_ARRAY) depth -= 1;
  }
  return members > MAX_MEMBERS || commas > MAX_ITEMS ? undefined : members;
}

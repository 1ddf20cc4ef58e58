import type { Json } from '../../schemas/words.ts';
import { canonical } from './canonical.ts';

/** Deeper than any document of ours; keeps hostile nesting away from recursion. */
const MAX_DEPTH = 64;

/**
 * Reads bytes that must be their own RFC 8785 form. That one rule also refuses duplicate keys, white space, byte
 * order marks, lone surrogates and numbers that would change when read.
 * @returns undefined when they are not
 * @see docs/protocol.md §1.1
 */
export function readCanonical(bytes: Uint8Array): { readonly value: Json } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (tooDeep(text)) return undefined;
    const value = JSON.parse(text) as Json;
    return canonical(value) === text ? { value } : undefined;
  } catch {
    return undefined; // not UTF-8, not JSON, or with half of a surrogate pair
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** One look at each character, whatever they are: nothing is known of the text yet. */
function tooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) inString = !inString;
    else if (inString) at += char === BACKSLASH ? 1 : 0;
    // Brackets and braces differ from each other in one bit.
    else if ((char & ~0x20) === 0x5b) depth += 1;
    else if ((char & ~0x20) === 0x5d) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

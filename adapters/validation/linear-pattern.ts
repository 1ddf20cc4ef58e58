import { RE2JS } from 're2js';

/** A `pattern` that only a backtracking engine could take: look-around, back references, huge repeats; or no pattern at all. */
export class UnusablePattern extends Error {
  readonly pattern: string;
  constructor(pattern: string, reason: string) {
    super(`pattern cannot be matched in linear time: ${reason}`);
    this.pattern = pattern;
  }
}

/**
 * Compiles an ECMA-262 pattern for an engine whose time grows with the text alone, so that no pattern of a user can
 * hang on a text of another. `\s`, `\w` and `\d` are ASCII there.
 * @throws UnusablePattern
 */
export function linearPattern(pattern: string): { test(text: string): boolean; toString(): string } {
  try {
    new RegExp(pattern, 'u'); // never run: only what is a pattern by JSON Schema shall pass
    if (refersBack(pattern)) throw new Error('named back reference'); // the engine would take it for the letter k
    const engine = RE2JS.compile(RE2JS.translateRegExp(pattern));
    // ajv keeps one engine per text of `toString`.
    return { test: (text) => engine.test(text), toString: () => `re2:${pattern}` };
  } catch (error) {
    throw new UnusablePattern(pattern, error instanceof Error ? error.message : 'refused');
  }
}

/** In a pattern of ECMA-262 with `u`, an escaped k is nothing else. */
const refersBack = (pattern: string): boolean =>
  [...pattern.matchAll(/\\(.)/gs)].some(([, escaped]) => escaped === 'k');

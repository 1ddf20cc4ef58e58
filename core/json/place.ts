/** Member names and array indexes from the root of a document to one place. */
export type Keys = readonly (string | number)[];

/** JSON Pointer. @see RFC 6901 §3 */
export const pointerOf = (keys: Keys): string =>
  keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Normalised JSONPath. @see RFC 9535 §2.7 */
export const pathOf = (keys: Keys): string =>
  `$${keys.map((key) => (typeof key === 'number' ? `[${key}]` : `['${escaped(key)}']`)).join('')}`;

/** Longest place that is told: names are the caller's to choose, and a refusal may name many places. */
export const PLACE_CHARACTERS = 1024;

/** Both forms of a place; where names are too long for that, of the innermost holder that can be named. */
export function placeOf(keys: Keys): { readonly pointer: string; readonly path: string } {
  let told = 0;
  let characters = 0;
  for (const key of keys) {
    characters += String(key).length + 1;
    if (characters > PLACE_CHARACTERS) break;
    told += 1;
  }
  const named = keys.slice(0, told);
  return { pointer: pointerOf(named), path: pathOf(named) };
}

const SHORT: { readonly [char: string]: string } = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 9535 §2.7 escapes exactly these
const ESCAPED = /[\u0000-\u001f'\\]/g;
const escaped = (name: string): string =>
  name.replace(ESCAPED, (char) => SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The keys a JSON Pointer names within `document`: only the document knows whether `/0` is an index or a name.
 * Goes on with names where the document ends (a missing member).
 */
export function keysOf(pointer: string, document: unknown): (string | number)[] {
  let here = document;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => {
      const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(here) && /^(?:0|[1-9]\d*)$/.test(name) ? Number(name) : name;
      here = typeof here === 'object' && here !== null && Object.hasOwn(here, key) ? Reflect.get(here, key) : undefined;
      return key;
    });
}

/** Place in a text, both counted from 1; a column is a UTF-16 code unit, as editors count. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < offset; at++) {
    const char = text.charCodeAt(at);
    if (char > CR) continue;
    // A CR LF is one end of a line, told by its LF.
    if (char !== LF && (char !== CR || (at + 1 < offset && text.charCodeAt(at + 1) === LF))) continue;
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

const LF = 0x0a;
const CR = 0x0d;

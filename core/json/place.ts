/** Member names and array indexes from the root of a document to one place. */
export type Keys = readonly (string | number)[];

/** JSON Pointer. @see RFC 6901 §3 */
export const pointerOf = (keys: Keys): string =>
  keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Normalised JSONPath. @see RFC 9535 §2.7 */
export const pathOf = (keys: Keys): string =>
  `$${keys.map((key) => (typeof key === 'number' ? `[${key}]` : `['${escaped(key)}']`)).join('')}`;

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
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** C0 and C1 controls, line separators, and what turns the direction of text: none of it reaches a terminal raw. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the rule here
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const UNSAFE_IN_TEXT = new RegExp(UNSAFE.source, 'g');

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A value whose strings, keys too, can be shown on a terminal; unsafe characters come as `\u001b`. */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(UNSAFE, escaped) as T;
  if (Array.isArray(value)) return value.map((one) => printable(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [printable(key), printable(one)])) as T;
}

/** Text of several lines: newlines and tabs stay. In JSON text this changes no value: there the escapes mean the same. */
export const printableText = (text: string): string =>
  text.replace(UNSAFE_IN_TEXT, (character) => ('\n\t'.includes(character) ? character : escaped(character)));

import type { BadText } from './bad-text.ts';

const bytes = (...codes: number[]): Uint8Array => Uint8Array.from(codes);
const around = (middle: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('{"a":"'), middle, Buffer.from('"}')]);
const zeros = (count: number): number[] => Array<number>(count).fill(0);

const WRONG_BYTES: readonly (readonly [string, Uint8Array])[] = [
  ['a lone byte 0xff', around(bytes(0xff))],
  ['a lone continuation byte', around(bytes(0x80))],
  ['an overlong slash in two bytes', around(bytes(0xc0, 0xaf))],
  ['an overlong NUL', around(bytes(0xc0, 0x80))],
  ['an overlong slash in three bytes', around(bytes(0xe0, 0x80, 0xaf))],
  ['an overlong slash in four bytes', around(bytes(0xf0, 0x80, 0x80, 0xaf))],
  ['half a surrogate pair in UTF-8', around(bytes(0xed, 0xa0, 0x80))],
  ['a surrogate pair in UTF-8 (CESU-8)', around(bytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80))],
  ['a code point above U+10FFFF', around(bytes(0xf4, 0x90, 0x80, 0x80))],
  ['a character cut off', Buffer.concat([Buffer.from('"'), bytes(0xe2, 0x82)])],
  ['latin-1', Buffer.from('{"a":"caf\u00e9"}', 'latin1')],
  ['UTF-16 little endian', Buffer.from('{"a":1}', 'utf16le')],
  ['UTF-16 big endian', Buffer.from('{"a":1}', 'utf16le').swap16()],
  ['UTF-16 with its mark', Buffer.from('\ufeff{"a":1}', 'utf16le')],
  ['UTF-32', Buffer.concat([...'{"a":1}'].map((char) => bytes(char.charCodeAt(0), ...zeros(3))))],
  ['gzip', bytes(0x1f, 0x8b, 8, ...zeros(7), 0x4b, 0xad, 0x05, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0)],
  ['bytes of no meaning', Uint8Array.from({ length: 4096 }, (_, index) => (index * 167 + 13) % 256)],
];

/** Bytes that are not UTF-8, or begin with a mark that JSON has not. */
export const NOT_UTF8: readonly BadText[] = [
  ...WRONG_BYTES.map(([name, wrong]) => ({ name, text: () => wrong, code: 'json_invalid' })),
  { name: 'a byte order mark', text: () => '\ufeff{"a":1}', code: 'json_invalid', keys: [] },
];

const SURROGATES = [
  '"\\ud800"',
  '"\\udc00"',
  '"\\ud800x"',
  '"\\ud800\\ud800"',
  '"\\udc00\\ud800"',
  '"x\\udbff\\u0041"',
];

/** Escapes that are half a character. */
export const HALF_CHARACTERS: readonly BadText[] = [
  ...SURROGATES.map((text) => ({
    name: `surrogate ${text}`,
    text: () => `{"a":${text}}`,
    code: 'lone_surrogate',
    keys: ['a'],
  })),
  { name: 'a name that is half a surrogate pair', text: () => '{"\\ud800":1}', code: 'lone_surrogate' },
];

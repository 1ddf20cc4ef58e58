import { CONTENT_LIMITS } from '../../../schemas/content-limits.ts';

/** A text that is no JSON document for us, why, and where. */
export interface BadText {
  readonly name: string;
  readonly text: () => string | Uint8Array;
  readonly code: string;
  readonly status?: number;
  readonly keys?: readonly (string | number)[];
}

const bytes = (...codes: number[]): Uint8Array => Uint8Array.from(codes);
const around = (middle: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('{"a":"'), middle, Buffer.from('"}')]);
const zeros = (count: number): number[] => Array<number>(count).fill(0);
const many = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join();

const SYNTAX = [
  ' ',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '{,}',
  '[,]',
  '[1,]',
  '{"a":1,}',
  '{"a"}',
  '{"a":}',
  '{"a" 1}',
  '{:1}',
  '{1:1}',
  '{a:1}',
  "{'a':1}",
  '[1 2]',
  '1 2',
  '{}{}',
  '{"a":1}}',
  '[[]',
  '[}',
  '{]',
  'nul',
  'nulll',
  'True',
  'FALSE',
  'undefined',
  'NaN',
  'Infinity',
  '-Infinity',
  '01',
  '-01',
  '+1',
  '.5',
  '1.',
  '-',
  '--1',
  '1e',
  '1e+',
  '1_000',
  '0x10',
  '0b1',
  '1n',
  '1,2',
  '"abc',
  '"a\nb"',
  '"a\tb"',
  '"\\x41"',
  '"\\u12"',
  '"\\u{41}"',
  '"\\"',
  "'a'",
  '`a`',
  '/**/1',
  '//\n1',
  '# a\n1',
  '<a/>',
  'a=1&b=2',
  '---\na: 1',
  '\u00a01',
  '\u20281',
  '\u20291',
  '\u000b1',
  '\f1',
  '1\u0000',
  '\u0000',
  '{"a":1}\u0000',
  '[1,2',
  '{"a":[',
  '{"a":{"b":',
];

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

const NOT_EXACT = [
  '9007199254740993',
  '-9007199254740993',
  '1e400',
  '-1e400',
  '1e309',
  '1.7976931348623159e308',
  '1e-400',
  '4e-324',
  '0.1000000000000000055',
  '0.30000000000000004441',
  '12345678901234567890',
  '123456789012345678',
  '4111111111111111119',
  '1e99999999999999999999',
  '1.00000000000000000001',
  '100000000000000008192',
  '0.1234567890123456789',
  '-0.1234567890123456789',
  '18446744073709551615',
  '9223372036854775807',
  '340282366920938463463374607431768211455',
];

const SURROGATES = [
  '"\\ud800"',
  '"\\udc00"',
  '"\\ud800x"',
  '"\\ud800\\ud800"',
  '"\\udc00\\ud800"',
  '"x\\udbff\\u0041"',
];

const EQUAL_NAMES: readonly (readonly [string, string, (string | number)[]])[] = [
  ['beside each other', '{"a":1,"a":2}', ['a']],
  ['with the same value', '{"a":1,"a":1}', ['a']],
  ['one of them escaped', '{"a":1,"\\u0061":2}', ['a']],
  ['both escaped', '{"\\u0061":1,"\\u0061":2}', ['a']],
  ['without a character', '{"":1,"":2}', ['']],
  ['deep inside', '{"a":[{"b":{"c":1,"c":2}}]}', ['a', 0, 'b', 'c']],
  ['far apart', `{"same":1,${many(5000, (index) => `"k${index}":${index}`)},"same":2}`, ['same']],
  ['in the last of many objects', `[${many(5000, () => '{"a":1}')},{"a":1,"a":2}]`, [5000, 'a']],
  ['beyond ASCII', '{"é":1,"\\u00e9":2}', ['é']],
  ['with a quote inside', '{"\\"":1,"\\"":2}', ['"']],
  ['like indexes', '{"0":1,"0":2}', ['0']],
];

const UNSAFE: readonly (readonly [string, (string | number)[]])[] = [
  ['{"__proto__":1}', ['__proto__']],
  ['{"__proto__":{"admin":true}}', ['__proto__']],
  ['{"a":{"__proto__":null}}', ['a', '__proto__']],
  ['[{"__proto__":[]}]', [0, '__proto__']],
  ['{"\\u005f_proto__":1}', ['__proto__']],
  ['{"__prot\\u006f__":1}', ['__proto__']],
  ['{"\\u005f\\u005f\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f":1}', ['__proto__']],
  ['{"constructor":{"prototype":{"__proto__":1}}}', ['constructor', 'prototype', '__proto__']],
];

const nested = (open: string, middle: string, close: string, depth: number): string =>
  open.repeat(depth) + middle + close.repeat(depth);
const first = (depth: number): number[] => Array<number>(depth).fill(0);
const DEEP = [65, 1_000, 10_000, 100_000, 1_000_000];

const named = (what: string, text: string): string => `${what} ${text.length > 30 ? `${text.slice(0, 30)}…` : text}`;

/** Small and large, in every way that a text can fail to be one JSON document with one meaning. */
export const BAD_TEXTS: readonly BadText[] = [
  ...SYNTAX.map((text) => ({ name: named('syntax', JSON.stringify(text)), text: () => text, code: 'json_invalid' })),
  ...WRONG_BYTES.map(([name, wrong]) => ({ name, text: () => wrong, code: 'json_invalid' })),
  { name: 'a byte order mark', text: () => '\ufeff{"a":1}', code: 'json_invalid', keys: [] },
  ...NOT_EXACT.flatMap((number) => [
    { name: named('number', number), text: () => `{"a":[${number}]}`, code: 'number_not_exact', keys: ['a', 0] },
  ]),
  ...SURROGATES.map((text) => ({
    name: `surrogate ${text}`,
    text: () => `{"a":${text}}`,
    code: 'lone_surrogate',
    keys: ['a'],
  })),
  { name: 'a name that is half a surrogate pair', text: () => '{"\\ud800":1}', code: 'lone_surrogate' },
  ...EQUAL_NAMES.map(([name, text, keys]) => ({
    name: `equal names ${name}`,
    text: () => text,
    code: 'duplicate_key',
    keys,
  })),
  ...UNSAFE.map(([text, keys]) => ({ name: named('prototype', text), text: () => text, code: 'unsafe_key', keys })),
  ...DEEP.map((depth) => ({
    name: `${depth} lists that do not end`,
    text: () => '['.repeat(depth),
    code: 'too_deep',
    keys: first(64),
  })),
  ...DEEP.filter((depth) => depth <= 100_000).flatMap((depth) => [
    { name: `${depth} lists`, text: () => nested('[', '', ']', depth), code: 'too_deep', keys: first(64) },
    {
      name: `${depth} objects`,
      text: () => nested('{"a":', '1', '}', depth),
      code: 'too_deep',
      keys: Array<string>(64).fill('a'),
    },
    { name: `${depth} of both`, text: () => nested('[{"a":', '1', '}]', depth), code: 'too_deep' },
  ]),
  {
    name: 'more members than a document may have',
    text: () => `{${many(65_537, (index) => `"${index}":1`)}}`,
    code: 'too_large',
    status: 413,
    keys: ['65536'],
  },
  {
    name: 'as many members as fit',
    text: () => `{${many(170_000, (index) => `"k${index}":1`)}}`,
    code: 'too_large',
    status: 413,
  },
  {
    name: 'members in many objects',
    text: () => `[${many(70_000, () => '{"a":1}')}]`,
    code: 'too_large',
    status: 413,
    keys: [65_536, 'a'],
  },
  { name: 'a number of a million digits', text: () => '1'.repeat(1_000_000), code: 'number_not_exact', keys: [] },
  {
    name: 'a million zeros behind the point',
    text: () => `0.${'0'.repeat(1_000_000)}1`,
    code: 'number_not_exact',
    keys: [],
  },
  {
    name: 'an exponent of a million digits',
    text: () => `1e${'9'.repeat(1_000_000)}`,
    code: 'number_not_exact',
    keys: [],
  },
  {
    name: 'a million items',
    text: () => `[${'1,'.repeat(999_000)}1]`,
    code: 'too_large',
    status: 413,
    keys: [524_289],
  },
  {
    name: 'a fault behind half a million items',
    text: () => `[${'1,'.repeat(500_000)}]`,
    code: 'json_invalid',
    keys: [500_000],
  },
  {
    name: 'a fault behind two million line ends',
    text: () => `${'\n'.repeat(2_000_000)}x`,
    code: 'json_invalid',
    keys: [],
  },
  {
    name: 'a fault behind many escapes',
    text: () => `["${'\\u0041'.repeat(300_000)}\\ud800"]`,
    code: 'lone_surrogate',
    keys: [0],
  },
  {
    name: 'a wrong byte behind two million',
    text: () => Buffer.concat([Buffer.from(`"${'x'.repeat(2_000_000)}`), bytes(0xff)]),
    code: 'json_invalid',
  },
  {
    name: 'equal names of a million characters',
    text: () => `{"${'k'.repeat(900_000)}":1,"${'k'.repeat(900_000)}":2}`,
    code: 'duplicate_key',
  },
  {
    name: 'equal names under long names',
    text: () => `{"${'k'.repeat(900_000)}":{"a":1,"a":2}}`,
    code: 'duplicate_key',
  },
];

/** What looks like the above and is allowed. */
export const GOOD_TEXTS: readonly (readonly [string, () => string])[] = [
  ['-0', () => '{"a":-0}'],
  ['2^53', () => '{"a":[9007199254740992,9007199254740991,-9007199254740992]}'],
  ['the smallest and the largest number', () => '[5e-324,1.7976931348623157e308,2.2250738585072014e-308]'],
  ['0.1 in its forms', () => '[0.1,0.10,1e-1,1E-1,0.1e0,10e-2]'],
  ['exponents', () => '[1e2,1E+2,100e0,0e999]'],
  ['64 lists', () => nested('[', '', ']', 64)],
  ['64 objects', () => nested('{"a":', '1', '}', 64)],
  [
    'names of the prototype that are only names',
    () => '{"constructor":{"prototype":{"admin":true}},"toString":1,"hasOwnProperty":2,"valueOf":3,"toJSON":4}',
  ],
  ['names like indexes', () => '{"2":"b","10":"c","1":"a","01":"d","-1":"e","4294967295":"f"}'],
  ['names that nearly are unsafe', () => '{"__proto_":1,"_proto__":2,"__proto__x":3,"__PROTO__":4}'],
  ['every plane of Unicode', () => '{"\\u0000\\u001f":"\\ud83d\\ude00 \u202e \u2028 \ufeff \uffff"}'],
  ['as many members as allowed', () => `{${many(65_536, (index) => `"${index}":1`)}}`],
  ['as many bytes as allowed', () => `"${'x'.repeat(CONTENT_LIMITS.jsonBytes - 2)}"`],
  ['as many bytes of request as allowed', () => `${' '.repeat(CONTENT_LIMITS.requestBytes - 2)}{}`],
];

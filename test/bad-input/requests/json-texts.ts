import { CONTENT_LIMITS } from '../../../schemas/content-limits.ts';
import type { BadText } from './json-texts/bad-text.ts';
import { HALF_CHARACTERS, NOT_UTF8 } from './json-texts/characters.ts';
import { TOO_DEEP } from './json-texts/depth.ts';
import { HUGE } from './json-texts/huge.ts';
import { PROTOTYPES, TWICE } from './json-texts/member-names.ts';
import { ROUNDED } from './json-texts/numbers.ts';
import { many, nested } from './json-texts/repeated.ts';
import { NOT_JSON } from './json-texts/syntax.ts';

/** Small and then large, in every way that a text can fail to be one JSON document with one meaning. */
export const BAD_TEXTS: readonly BadText[] = [
  ...NOT_JSON,
  ...NOT_UTF8,
  ...ROUNDED,
  ...HALF_CHARACTERS,
  ...TWICE,
  ...PROTOTYPES,
  ...TOO_DEEP,
  ...HUGE,
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

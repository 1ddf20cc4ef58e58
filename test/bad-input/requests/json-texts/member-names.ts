import { type BadText, named } from './bad-text.ts';
import { many } from './repeated.ts';

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

/** Names that one object has twice, of which readers take the first, the last or both. */
export const TWICE: readonly BadText[] = EQUAL_NAMES.map(([name, text, keys]) => ({
  name: `equal names ${name}`,
  text: () => text,
  code: 'duplicate_key',
  keys,
}));

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

/** Names by which an object would get another prototype. */
export const PROTOTYPES: readonly BadText[] = UNSAFE.map(([text, keys]) => ({
  name: named('prototype', text),
  text: () => text,
  code: 'unsafe_key',
  keys,
}));

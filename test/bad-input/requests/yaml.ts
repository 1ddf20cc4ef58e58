import { CONTENT_LIMITS } from '../../../schemas/content-limits.ts';
import { YAML_MEDIA_TYPES } from '../../../schemas/media-types.ts';
import type { Honest, Hostile, Topic } from '../hostile.ts';
import { THERE } from '../victim.ts';
import type { BadText } from './json-texts/bad-text.ts';

const laughs = [
  'a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => {
    const before = String.fromCharCode('a'.charCodeAt(0) + index);
    return `${name}: &${name} [${Array(9).fill(`*${before}`).join()}]`;
  }),
].join('\n');

const INVALID: readonly (readonly [string, string, (string | number)[]?])[] = [
  ['an anchor', 'a: &x 1', ['a']],
  ['an anchor on a list', 'a: &x [1]', ['a']],
  ['an alias', 'a: &x 1\nb: *x', ['a']],
  ['an alias to nothing', 'a: *nobody'],
  ['a billion laughs', laughs, ['a']],
  ['an anchor that holds itself', 'a: &a [*a]', ['a']],
  ['a tag of the core schema', 'a: !!str 1', ['a']],
  ['a tag of nobody', 'a: !secret x'],
  ['a tag that would make an object of Python', 'a: !!python/object/apply:os.system ["id"]'],
  ['a tag that would make a function of JavaScript', 'a: !!js/function "function(){}"'],
  ['binary', 'a: !!binary AAAA', ['a']],
  ['a set', 'a: !!set {x}', ['a']],
  ['a tag directive', '%TAG ! tag:example.com,2000:\n---\na: !x 1'],
  ['a merge key', 'a: {x: 1}\nb:\n  <<: {y: 2}', ['b']],
  ['a merge key with an alias', 'a: &a {x: 1}\nb:\n  <<: *a'],
  ['infinity', 'a: .inf', ['a']],
  ['negative infinity', 'a: -.Inf', ['a']],
  ['no number', 'a: .NAN', ['a']],
  ['two documents', 'a: 1\n---\nb: 2'],
  ['two documents, the first empty', '---\n---\nb: 2'],
  ['a thousand documents', 'a: 1\n---\n'.repeat(1000)],
  ['YAML 1.1', '%YAML 1.1\n---\na: yes'],
  ['YAML 2.0', '%YAML 2.0\n---\na: 1'],
  ['a directive of nobody', '%FOO bar\n---\na: 1'],
  ['a number as a key', '1: x'],
  ['a boolean as a key', 'true: x'],
  ['null as a key', '~: x'],
  ['a list as a key', '? [a]\n: 1'],
  ['an object as a key', '? {a: 1}\n: 1'],
  ['a tab as indentation', 'a:\n\tb: 1'],
  ['a list that does not end', 'a: [1'],
  ['an object that does not end', 'a: {b: 1'],
  ['a text that does not end', 'a: "b'],
  ['nothing', ''],
  ['only a comment', '# nothing'],
  ['wrong indentation', 'a:\n    b: 1\n  c: 2'],
  ['a key twice over a colon', 'a: b: c'],
  ['a reserved sign', 'a: @b'],
  ['a backtick', 'a: `b`'],
  ['a byte order mark', '\ufeffa: 1'],
  ['a NUL', 'a: b\u0000c'],
  ['a control character', 'a: b\u0007c'],
];

const NOT_EXACT = [
  '9007199254740993',
  '0x20000000000001',
  '0o1000000000000000001',
  `0x${'f'.repeat(300)}`,
  '1e400',
  '007',
  '-007',
  '0.1000000000000000055',
  '4111111111111111119',
  '+9007199254740993',
];

const BAD_YAML: readonly BadText[] = [
  ...INVALID.map(([name, text, keys]) => ({ name, text: () => text, code: 'yaml_invalid', ...(keys ? { keys } : {}) })),
  ...NOT_EXACT.map((number) => ({
    name: `the number ${number.slice(0, 24)}`,
    text: () => `a: ${number}`,
    code: 'number_not_exact',
    keys: ['a'],
  })),
  { name: 'equal names', text: () => 'a: 1\nb: 2\na: 3', code: 'duplicate_key', keys: ['a'] },
  { name: 'equal names, one in quotes', text: () => 'x: {a: 1, "a": 2}', code: 'duplicate_key', keys: ['x', 'a'] },
  { name: 'a prototype', text: () => '__proto__: {admin: true}', code: 'unsafe_key', keys: ['__proto__'] },
  {
    name: 'a prototype in quotes',
    text: () => 'a: {"\\u005f_proto__": 1}',
    code: 'unsafe_key',
    keys: ['a', '__proto__'],
  },
  { name: 'half a surrogate pair', text: () => 'a: "\\ud800"', code: 'lone_surrogate', keys: ['a'] },
  { name: 'not UTF-8', text: () => Uint8Array.of(0x61, 0x3a, 0x20, 0xff), code: 'yaml_invalid' },
  { name: 'an overlong character', text: () => Uint8Array.of(0x61, 0x3a, 0x20, 0xc0, 0xaf), code: 'yaml_invalid' },
  { name: '65 lists', text: () => `${'- '.repeat(65)}a`, code: 'too_deep' },
  { name: '10,000 lists on one line', text: () => '['.repeat(10_000), code: 'too_deep' },
  { name: '10,000 lists that end', text: () => '['.repeat(10_000) + ']'.repeat(10_000), code: 'too_deep' },
  { name: '10,000 lists by hyphens', text: () => `${'- '.repeat(10_000)}a`, code: 'too_deep' },
  {
    name: '70,000 members',
    text: () => Array.from({ length: 70_000 }, (_, index) => `k${index}: 1`).join('\n'),
    code: 'too_large',
    status: 413,
  },
];

const DOORS = [
  ['publish', `/api/v1/configs/${THERE.config}/versions?version=3.0.0`],
  ['validate', `/api/v1/schemas/${THERE.schema}/validate`],
  ['register', '/api/v1/schemas'],
] as const;
const [YAML] = YAML_MEDIA_TYPES;
const headersOf = (mediaType: string) => ({ 'content-type': mediaType });

/** YAML that means different things to different readers, runs code in some, or grows when it is read. */
export function yaml(how: 'few doors' | 'every door'): Topic {
  const hostile = DOORS.slice(0, how === 'every door' ? DOORS.length : 1).flatMap(([door, target]) => [
    ...BAD_YAML.map(
      ({ name, text, code, status = 400, keys }): Hostile => ({
        name: `${door}: ${name}`,
        method: 'POST',
        target,
        headers: headersOf(YAML),
        body: text,
        status,
        code,
        ...(keys ? { place: { keys } } : {}),
      }),
    ),
    {
      name: `${door}: one byte more than YAML may have`,
      method: 'POST',
      target,
      headers: headersOf(YAML),
      body: () => `a: ${'x'.repeat(CONTENT_LIMITS.yamlBytes - 2)}`,
      status: 413,
      code: 'too_large',
    },
  ]);
  const honest = YAML_MEDIA_TYPES.map(
    (mediaType, index): Honest => ({
      name: mediaType,
      method: 'POST',
      target: `/api/v1/configs/${THERE.config}/versions?version=5.0.${index}`,
      headers: headersOf(mediaType),
      body: () => 'a: 1 # YAML\nb: [0x10, 1e2, "<<"]\n',
      status: 201,
    }),
  );
  return { name: 'YAML', hostile, honest };
}

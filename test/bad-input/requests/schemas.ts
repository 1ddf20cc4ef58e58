import { SCHEMA_LIMIT_BYTES } from '../../../schemas/schema.ts';
import type { Hostile, Topic } from '../hostile.ts';

type Schema = unknown;
interface Bomb {
  readonly name: string;
  readonly schema: () => Schema;
  readonly code: 'schema_invalid' | 'schema_too_costly' | 'too_large' | readonly string[];
  /** Below `/schema` where the schema itself is told of; the places of `schema_invalid` count from the schema. */
  readonly keys?: readonly (string | number)[];
}

const nestedIn = (keyword: string, depth: number): Schema => {
  let schema: Schema = { type: 'string' };
  for (let level = 0; level < depth; level++)
    schema = keyword === 'allOf' ? { allOf: [schema] } : { [keyword]: schema };
  return schema;
};

const LOOKING_AROUND = [
  '(?=a)b',
  '(?!a)b',
  '(?<=a)b',
  '(?<!a)b',
  '(a)\\1',
  '(?<n>a)\\k<n>',
  'a{1,100000}',
  '(a{1,1000}){1,1000}',
  '(((a{1,500}){1,500}){1,500})',
];
const NO_PATTERN = ['[', '(', '*', 'a**', '(?<', '\\', '[z-a]', 'a{2,1}', '\\u{110000}', '(?P<n>a)', '\\p{Nobody}'];

const BOMBS: readonly Bomb[] = [
  {
    name: 'two references to each other',
    schema: () => ({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }),
    code: 'schema_too_costly',
  },
  {
    name: 'a reference to elsewhere',
    schema: () => ({ $ref: 'https://example.com/schema.json' }),
    code: 'schema_invalid',
  },
  { name: 'a reference to a file', schema: () => ({ $ref: 'file:///etc/passwd' }), code: 'schema_invalid' },
  { name: 'a reference to nothing', schema: () => ({ $ref: '#/$defs/nothing' }), code: 'schema_invalid' },
  { name: 'a reference to another schema of ours', schema: () => ({ $ref: 'rates@1.0.0' }), code: 'schema_invalid' },
  {
    name: 'a meta-schema from elsewhere',
    schema: () => ({ $schema: 'https://example.com/meta' }),
    code: 'schema_invalid',
    keys: ['$schema'],
  },
  {
    name: 'draft 4',
    schema: () => ({ $schema: 'http://json-schema.org/draft-04/schema#' }),
    code: 'schema_invalid',
    keys: ['$schema'],
  },
  { name: '$schema that is no text', schema: () => ({ $schema: 7 }), code: 'schema_invalid' },
  {
    name: '$data',
    schema: () => ({ properties: { a: { const: { $data: '1/b' } }, b: { minimum: { $data: '1/a' } } } }),
    code: 'schema_invalid',
  },
  { name: 'a custom keyword', schema: () => ({ run: 'rm -rf /' }), code: 'schema_invalid' },
  {
    name: 'a custom keyword deep inside',
    schema: () => ({ properties: { a: { items: { typeof: 'function' } } } }),
    code: 'schema_invalid',
  },
  { name: 'an unknown format', schema: () => ({ format: 'credit-card' }), code: 'schema_invalid' },
  { name: 'an asynchronous schema', schema: () => ({ $async: true }), code: 'schema_invalid' },
  { name: 'a wrong type', schema: () => ({ type: 'strin' }), code: 'schema_invalid', keys: ['type'] },
  { name: 'a type that is a number', schema: () => ({ type: 5 }), code: 'schema_invalid', keys: ['type'] },
  {
    name: 'properties that are a list',
    schema: () => ({ properties: [] }),
    code: 'schema_invalid',
    keys: ['properties'],
  },
  { name: 'required that is a text', schema: () => ({ required: 'a' }), code: 'schema_invalid', keys: ['required'] },
  { name: 'required twice', schema: () => ({ required: ['a', 'a'] }), code: 'schema_invalid', keys: ['required'] },
  { name: 'an enum that is empty of sense', schema: () => ({ enum: 5 }), code: 'schema_invalid', keys: ['enum'] },
  { name: 'a negative length', schema: () => ({ maxLength: -1 }), code: 'schema_invalid', keys: ['maxLength'] },
  {
    name: 'a length that is a fraction',
    schema: () => ({ maxItems: 0.5 }),
    code: 'schema_invalid',
    keys: ['maxItems'],
  },
  { name: 'a multiple of zero', schema: () => ({ multipleOf: 0 }), code: 'schema_invalid', keys: ['multipleOf'] },
  {
    name: 'two schemas of one id',
    schema: () => ({ $defs: { a: { $id: 'http://x/y' }, b: { $id: 'http://x/y', type: 'string' } } }),
    code: 'schema_invalid',
  },
  {
    name: 'two anchors of one name',
    schema: () => ({ $defs: { a: { $anchor: 'x' }, b: { $anchor: 'x', type: 'string' } } }),
    code: 'schema_invalid',
  },
  ...LOOKING_AROUND.map(
    (pattern): Bomb => ({
      name: `a pattern that looks around or back: ${pattern}`,
      schema: () => ({ properties: { a: { pattern } } }),
      code: 'schema_invalid',
      keys: ['properties', 'a', 'pattern'],
    }),
  ),
  ...LOOKING_AROUND.map(
    (pattern): Bomb => ({
      name: `a name pattern that looks around or back: ${pattern}`,
      schema: () => ({ patternProperties: { [pattern]: {} } }),
      code: 'schema_invalid',
    }),
  ),
  ...NO_PATTERN.map(
    (pattern): Bomb => ({ name: `no pattern: ${pattern}`, schema: () => ({ pattern }), code: 'schema_invalid' }),
  ),
  {
    name: 'twenty thousand ways of oneOf',
    schema: () => ({ oneOf: Array.from({ length: 20_000 }, (_, index) => ({ const: index })) }),
    code: ['schema_too_costly', 'too_large'],
  },
  {
    name: 'one byte more than a schema may have',
    schema: () => ({ description: 'x'.repeat(SCHEMA_LIMIT_BYTES - 17) }),
    code: 'too_large',
  },
  { name: '64 levels of not', schema: () => nestedIn('not', 70), code: ['too_deep'] },
  {
    name: 'a prototype',
    schema: () => JSON.parse('{"properties":{"__proto__":{"type":"string"}}}'),
    code: ['unsafe_key'],
  },
  { name: 'a number', schema: () => 5, code: ['invalid_request'] },
  { name: 'a list', schema: () => [], code: ['invalid_request'] },
  { name: 'null', schema: () => null, code: ['invalid_request'] },
];

const STATUS: Readonly<Record<string, number>> = {
  too_large: 413,
  too_deep: 400,
  unsafe_key: 400,
  invalid_request: 400,
};

/** Schemas that never end, grow, fetch, run, or match in exponential time: refused before anything is checked by them. */
export function schemas(): Topic {
  const hostile = BOMBS.map(
    ({ name, schema, code, keys }): Hostile => ({
      name,
      method: 'POST',
      target: '/api/v1/schemas',
      body: () => JSON.stringify({ name: 'bomb', version: '1.0.0', schema: schema() }),
      status: [code].flat().map((each) => STATUS[each] ?? 422),
      code,
      ...(keys ? { place: { keys } } : {}),
    }),
  );
  return { name: 'schemas', hostile, honest: [] };
}

import fc from 'fast-check';
import { declares, resolved, type Schema } from './declared.ts';

/** Texts that are fine where any text is, and mean something elsewhere: in objects, paths, terminals, databases, logs. */
const ODD_TEXTS = [
  'constructor',
  'toString',
  'prototype',
  '__proto__',
  'hasOwnProperty',
  'null',
  'true',
  '0',
  '-0',
  'NaN',
  '1e3',
  '{}',
  '[]',
  ' ',
  'a b',
  '..',
  '../..',
  'a/b',
  'a%2fb',
  '%00',
  "' or 1=1 --",
  '<b>',
  '$&',
  '#{x}',
  '\\',
  '"',
  "'",
  '`',
  'é',
  '日本',
  '😀',
  '\u200b',
  '\ufeff',
  'ﬁ',
  'İ',
  'ß',
  'line\nline',
  'tab\tx',
  'https://example.com/?a=b#c',
  'a'.repeat(63),
  'a'.repeat(64),
  'a'.repeat(96),
  'x'.repeat(255),
  'x'.repeat(2000),
  'x'.repeat(2001),
  '0.0.0',
  '999999999.0.0',
  '1.0.0-01',
  '1.0.0-rc.01',
  '1.0.0-0a1b',
  `1.0.0-${'x'.repeat(58)}`,
  `1.0.0-${'x'.repeat(59)}`,
  `1.0.0-${'x'.repeat(58)}-0a1b`,
  '2024-02-29T23:59:59.999Z',
  '2023-02-29T00:00:00.000Z',
  'PT0S',
  'P1Y',
  `${'a'.repeat(63)}.production`,
  'a--b.staging',
  `x.staging@1.0.0-01`,
];
const ODD_NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-9,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  1e15,
  1e21,
  1e308,
  5e-324,
];
const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = { uuid: fc.uuid() };
const MOST_ITEMS = 4;
const MOST_DEPTH = 5;

/** Values that a schema of the document declares, many of them odd; what the schema does not say, they need not obey. */
export function arbitraryOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const here = resolved(schema);
  const { anyOf, oneOf, allOf } = here;
  const branches = anyOf ?? oneOf;
  if (branches) return fc.oneof(...branches.map((branch) => arbitraryOf(branch, depth)));
  if (allOf) return arbitraryOf(Object.assign({}, ...allOf.map(resolved)) as Schema, depth);
  if ('const' in here) return fc.constant(here['const']);
  if (Array.isArray(here['enum'])) return fc.constantFrom(...(here['enum'] as unknown[]));
  switch (here['type']) {
    case 'string':
      return textOf(here);
    case 'integer':
    case 'number':
      return numberOf(here);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return listOf(here, depth);
    case 'object':
      return objectOf(here, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

const numberIn = (schema: Schema, name: string, otherwise: number): number =>
  typeof schema[name] === 'number' ? schema[name] : otherwise;

function textOf(schema: Schema): fc.Arbitrary<string> {
  const fits = declares(schema);
  const { pattern, format, examples } = schema;
  const given = Array.isArray(examples) ? (examples as string[]) : [];
  const odd = [...ODD_TEXTS, ...given].filter(fits);
  const made =
    typeof format === 'string' && FORMATS[format]
      ? FORMATS[format]
      : typeof pattern === 'string'
        ? matching(pattern)
        : fc.string({
            unit: 'grapheme',
            minLength: numberIn(schema, 'minLength', 0),
            maxLength: Math.min(40, numberIn(schema, 'maxLength', 40)),
          });
  const choices = [...(odd.length > 0 ? [fc.constantFrom(...odd)] : []), ...(made ? [made.filter(fits)] : [])];
  return choices.length > 0 ? fc.oneof(...choices) : fc.constant('x');
}

/** undefined for a pattern that the generator cannot follow (look-ahead). */
function matching(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    const regex = new RegExp(pattern, 'u');
    return fc.oneof(fc.stringMatching(regex, { size: 'small' }), fc.stringMatching(regex, { size: 'medium' }));
  } catch {
    return undefined;
  }
}

function numberOf(schema: Schema): fc.Arbitrary<number> {
  const fits = declares(schema);
  const [min, max] = [numberIn(schema, 'minimum', -1e9), numberIn(schema, 'maximum', 1e9)];
  const odd = ODD_NUMBERS.concat(min, max).filter(fits);
  const made =
    schema['type'] === 'integer'
      ? fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) })
      : fc.double({ min, max, noNaN: true });
  return odd.length > 0 ? fc.oneof(fc.constantFrom(...odd), made) : made;
}

function listOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const { prefixItems, items } = schema;
  if (prefixItems) return fc.tuple(...prefixItems.map((item) => arbitraryOf(item, depth + 1)));
  const minLength = numberIn(schema, 'minItems', 0);
  if (depth >= MOST_DEPTH && minLength === 0) return fc.constant([]);
  const maxLength = Math.max(minLength, Math.min(MOST_ITEMS, numberIn(schema, 'maxItems', MOST_ITEMS)));
  return fc.array(arbitraryOf(items ?? {}, depth + 1), { minLength, maxLength });
}

function objectOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const { properties = {}, additionalProperties } = schema;
  const required = (schema['required'] ?? []) as string[];
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, arbitraryOf(inner, depth + 1)])),
    { requiredKeys: required, noNullPrototype: true },
  );
  if (typeof additionalProperties !== 'object' || depth >= MOST_DEPTH) return known;
  const names = arbitraryOf(
    (schema['propertyNames'] as Schema | undefined) ?? { type: 'string' },
    depth + 1,
  ) as fc.Arbitrary<string>;
  const free = fc.dictionary(
    names.filter((name) => name !== '__proto__'),
    arbitraryOf(additionalProperties, depth + 1),
    { maxKeys: MOST_ITEMS, noNullPrototype: true },
  );
  return fc.tuple(known, free).map(([one, more]) => ({ ...more, ...(one as object) }));
}

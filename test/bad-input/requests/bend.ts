import type { Schema } from './declared.ts';
import { resolved } from './declared.ts';

export type Keys = readonly (string | number)[];

/** A document with one thing wrong, and where. */
export interface Bent {
  readonly what: string;
  readonly keys: Keys;
  /** What was put there has places of its own. */
  readonly holds: boolean;
  readonly value: unknown;
}

const HUGE_CHARACTERS = 20_000;
const HUGE_ITEMS = 300;
const HUGE_MEMBERS = 1_100;

type Values = readonly (readonly [string, unknown])[];

/** One value of every type, and one that is too much of each. */
const OF_EVERY_TYPE: Values = [
  ['null', null],
  ['true', true],
  ['-1', -1],
  ['a word', 'x'],
  ['a huge text', 'x'.repeat(HUGE_CHARACTERS)],
  ['a list', [null]],
  ['an object', { unexpected: 1 }],
];
/** More of the right type that few shapes allow. */
const ODD: Values = [
  ['a fraction', 0.5],
  ['2^53', 2 ** 53],
  ['a huge number', 1e308],
  ['no characters', ''],
  ['a NUL', 'a\u0000b'],
  ['a new line', 'ok\n{"level":"ERROR"}'],
  ['text that turns around', 'abc\u202edef'],
  ['a way out', '../../../etc/passwd'],
  ['an empty list', []],
  ['a huge list', Array(HUGE_ITEMS).fill('x')],
  ['an empty object', {}],
  ['a prototype', JSON.parse('{"constructor":{"prototype":{"admin":true}}}')],
  ['a huge object', Object.fromEntries(Array.from({ length: HUGE_MEMBERS }, (_, index) => [`key${index}`, index]))],
];
const ALL: Values = [...OF_EVERY_TYPE, ...ODD];

/** How much of what is possible is sent: with every change each field × each type, at length every value. */
export type Thoroughness = 'every type' | 'every value';

/** Every way to bend one place of `document`: each of its places × each value, left out, and one member too many. */
export function* bendings(document: unknown, how: Thoroughness): Generator<Bent> {
  const values = how === 'every value' ? ALL : OF_EVERY_TYPE;
  for (const keys of placesIn(document)) {
    const here = at(document, keys);
    for (const [what, wrong] of values)
      yield { what, keys, holds: holds(wrong), value: replaced(document, keys, wrong) };
    if (Array.isArray(here) && here.length > 0)
      yield {
        what: 'a long list',
        keys,
        holds: true,
        value: replaced(document, keys, Array(HUGE_ITEMS).fill(here[0])),
      };
    if (isObject(here)) {
      const inside = [...keys, 'unexpected'];
      yield { what: 'one member too many', keys: inside, holds: false, value: replaced(document, inside, 1) };
    }
    if (typeof keys.at(-1) === 'string')
      yield { what: 'left out', keys, holds: false, value: replaced(document, keys, undefined) };
  }
}

const holds = (value: unknown): boolean => typeof value === 'object' && value !== null;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document itself, its members and the first item of its lists, and theirs. */
function placesIn(document: unknown, keys: Keys = []): Keys[] {
  const inside = Array.isArray(document)
    ? document.slice(0, 1).flatMap((item) => placesIn(item, [...keys, 0]))
    : isObject(document)
      ? Object.entries(document).flatMap(([name, value]) => placesIn(value, [...keys, name]))
      : [];
  return [keys, ...inside];
}

const at = (document: unknown, keys: Keys): unknown =>
  keys.reduce<unknown>((here, key) => (here as Record<string | number, unknown>)[key], document);

/** @param value undefined takes the member away */
function replaced(document: unknown, [key, ...rest]: Keys, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(document))
    return document.map((item, index) => (index === key ? replaced(item, rest, value) : item));
  const members = { ...(document as Record<string, unknown>) };
  const next = replaced(members[key], rest, value);
  if (next === undefined) delete members[key];
  else members[key] = next;
  return members;
}

/** Members that a schema declares and none of `documents` has: as paths, `*` for any item or free name. */
export function uncovered(schema: Schema, documents: readonly unknown[], path = '', depth = 0): string[] {
  const { properties = {}, additionalProperties, items, prefixItems = [], anyOf, oneOf, allOf } = resolved(schema);
  if (depth > 12) return [];
  const branches = [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])];
  const named = Object.entries(properties).flatMap(([name, inner]) => {
    const having = documents.flatMap((document) =>
      isObject(document) && Object.hasOwn(document, name) ? [document[name]] : [],
    );
    return having.length === 0 ? [`${path}/${name}`] : uncovered(inner, having, `${path}/${name}`, depth + 1);
  });
  const values = documents.flatMap((document) => (isObject(document) ? Object.values(document) : []));
  const free =
    isObject(additionalProperties) && Object.keys(properties).length === 0 && Object.keys(additionalProperties).length
      ? values.length === 0
        ? [`${path}/*`]
        : uncovered(additionalProperties as Schema, values, `${path}/*`, depth + 1)
      : [];
  const listed = documents.flatMap((document) => (Array.isArray(document) ? document : []));
  const inList = items && isObject(items) ? uncovered(items, listed, `${path}/*`, depth + 1) : [];
  const inTuple = prefixItems.flatMap((item) => uncovered(item, listed, `${path}/*`, depth + 1));
  return [
    ...named,
    ...free,
    ...inList,
    ...inTuple,
    ...branches.flatMap((each) => uncovered(each, documents, path, depth + 1)),
  ];
}

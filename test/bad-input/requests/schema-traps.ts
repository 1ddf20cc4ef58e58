import type { Hostile, Topic } from '../hostile.ts';
import { send } from '../hostile.ts';
import type { Victim } from '../victim.ts';

interface Trap {
  readonly name: string;
  readonly schema: object;
  readonly document: () => string;
}

/** Each definition asks twice for the next: the work doubles with every one. */
const doubling = (depth: number): object => ({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(
    Array.from({ length: depth + 1 }, (_, index) => {
      const next = { $ref: `#/$defs/d${index + 1}` };
      return [`d${index}`, index === depth ? { type: 'string' } : { allOf: [next, next] }];
    }),
  ),
});
const list = (count: number, item: (index: number) => unknown): string =>
  JSON.stringify(Array.from({ length: count }, (_, index) => item(index)));
const twice = {
  anyOf: [
    { type: 'array', items: { $ref: '#' } },
    { type: 'array', items: { $ref: '#' } },
  ],
};

/** Every one compiles in time; what a document makes of it does not end in time. */
const TRAPS: readonly Trap[] = [
  { name: 'doubling references', schema: doubling(40), document: () => '1' },
  { name: 'a reference to itself', schema: { $ref: '#' }, document: () => '1' },
  { name: 'two ways through every level', schema: twice, document: () => `${'['.repeat(60)}1${']'.repeat(60)}` },
  { name: 'unique objects', schema: { uniqueItems: true }, document: () => list(60_000, (index) => ({ index })) },
  { name: 'unique lists', schema: { uniqueItems: true }, document: () => list(60_000, (index) => [index]) },
  {
    name: 'each of many contained',
    schema: {
      allOf: Array.from({ length: 200 }, (_, index) => ({
        contains: { const: { index } },
        minContains: 1,
        maxContains: 9,
      })),
    },
    document: () => list(60_000, (index) => ({ index })),
  },
];

/** Texts that hang an engine that backtracks: here they are matched in linear time, and only fail. */
const SUBJECTS = [
  '^(a+)+$',
  '^(a|aa)+$',
  '^(a|a?)+$',
  '^(.*a){12}$',
  '(x+x+)+y',
  '^([a-z]+)*$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
];

const idOf = (index: number): string => `trap-${index}@1.0.0`;

/** Documents that cost as much as a schema lets them: ended, refused, and nobody waits behind them for long. */
export function schemaTraps(victim: Victim): Topic {
  const schemas = [...TRAPS.map(({ schema }) => schema), ...SUBJECTS.map((pattern) => ({ pattern }))];
  const prepare = async (): Promise<void> => {
    for (const [index, schema] of schemas.entries()) {
      const body = JSON.stringify({ name: `trap-${index}`, version: '1.0.0', schema });
      const { status, text } = await send(victim, { method: 'POST', target: '/api/v1/schemas', body: () => body });
      if (status !== 201) throw new Error(`trap ${index}: ${text}`);
      const config = JSON.stringify({ name: `trap-${index}.staging`, schema: idOf(index) });
      await send(victim, { method: 'POST', target: '/api/v1/configs', body: () => config });
    }
  };
  const doors = (index: number) => [
    { door: 'validate', target: `/api/v1/schemas/${encodeURIComponent(idOf(index))}/validate` },
    { door: 'publish', target: `/api/v1/configs/trap-${index}.staging/versions?version=1.0.0` },
  ];
  const hostile = TRAPS.flatMap(({ name, document }, index) =>
    doors(index).map(
      ({ door, target }): Hostile => ({
        name: `${door}: ${name}`,
        method: 'POST',
        target,
        body: document,
        status: 422,
        code: 'schema_too_costly',
      }),
    ),
  );
  const subjects = SUBJECTS.map((pattern, nth): Hostile => {
    const publish = doors(TRAPS.length + nth)[1];
    return {
      name: `publish: a text for ${pattern}`,
      method: 'POST',
      target: publish?.target ?? '',
      body: () => JSON.stringify(`${'a'.repeat(20_000)}!\n`),
      status: 422,
      code: 'schema_violation',
      place: { keys: [] },
    };
  });
  return { name: 'documents that schemas make costly', prepare, hostile: [...hostile, ...subjects], honest: [] };
}

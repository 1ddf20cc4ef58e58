import type { Honest, Hostile, Topic } from '../hostile.ts';
import { THERE, type Victim } from '../victim.ts';
import { DECLARED, declares, resolved, type Schema } from './declared.ts';
import { callerOf, paramsOf, targetOf } from './targets.ts';

/** Values as they stand in a query, still encoded. */
const VALUES: readonly string[] = [
  '',
  '%20',
  '+',
  '0',
  'x%ff',
  '%c0%af',
  '%',
  '%zz',
  '%ed%a0%80',
  '-1',
  '-0',
  '1.5',
  '1e2',
  '1E2',
  '0x10',
  '0b1',
  '0o7',
  '%2B5',
  '5%20',
  '%205',
  '5%0a',
  '00',
  '007',
  '1_000',
  '1,000',
  '9007199254740993',
  '99999999999999999999',
  '1e400',
  'NaN',
  'Infinity',
  'null',
  'undefined',
  'true',
  '[]',
  '%5B%5D',
  '{}',
  '%7B%7D',
  '[object%20Object]',
  '__proto__',
  'constructor',
  '..',
  '../..',
  '%2e%2e%2f',
  '%00',
  'a%00b',
  '%0d%0aset-cookie:a',
  'ok%0a{%22level%22:%22ERROR%22}',
  '%e2%80%ae',
  "'%20OR%201=1--",
  '%27%3bDROP%20TABLE%20heads',
  '<script>',
  'x'.repeat(2_000),
  'A'.repeat(1_400),
  '=',
  '==',
  '%26',
  '%3D',
  '2026-13-45T25:61:61.000Z',
  '2026-02-30T00:00:00.000Z',
  '2026-11-22',
  '2026-11-22T09:30:00Z',
  '2026-11-22T09:30:00.000%2B01:00',
  '%F0%9F%98%80',
  'Production',
  'STABLE',
  'stable,stable',
  'stable,beta,deprecated,x',
];

/** What no query may hold, whatever its parameters. */
const BROKEN: readonly (readonly [string, string])[] = [
  ['a percent sign alone', 'x=%'],
  ['half an escape', 'x=%2'],
  ['an escape that is none', 'x=%zz'],
  ['an escape of %u', 'x=%u0041'],
  ['a lone byte', 'x=%ff'],
  ['an overlong slash', 'x=%c0%af'],
  ['half a surrogate pair', 'x=%ed%a0%80'],
  ['a name that is no text', '%ff=x'],
  ['a broken name among others', 'limit=1&%zz=2'],
  ['a parameter of nobody', 'unexpected=1'],
  ['a name without a value', 'unexpected'],
  ['no name', '=1'],
  ['a prototype', '__proto__=1'],
  ['a prototype as PHP would read it', '__proto__[admin]=1'],
  ['a constructor', 'constructor=1'],
  ['a constructor as Express would read it', 'constructor[prototype][admin]=1'],
  ['a list as PHP would write it', 'limit[]=1'],
  ['more characters than a query may have', `unexpected=${'x'.repeat(4_100)}`],
  ['a thousand parameters', Array.from({ length: 400 }, (_, index) => `p${index}=1`).join('&')],
  ['the same twice', 'unexpected=1&unexpected=1'],
  ['a semicolon for an ampersand', 'unexpected=1;limit=2'],
];

/** A value of a query as its declared type, if it can be one. */
function typed(schema: Schema, text: string): unknown {
  const type = resolved(schema)['type'];
  if (type === 'integer' || type === 'number') return /^-?(?:0|[1-9]\d*)$/.test(text) ? Number(text) : text;
  return text;
}

const text = (encoded: string): string | undefined => {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/** Lists in a query are one text with commas; their declaration is that of the list. */
const isList = (schema: Schema): boolean => resolved(schema)['type'] === 'array';

/** Every parameter of every query × every value that is not what is declared; and what no query may hold. */
export function queries(victim: Victim): Topic {
  const hostile = DECLARED.flatMap(({ route, parameters }) => {
    const { method, path, operationId, body } = route;
    const target = targetOf(path, paramsOf(route, victim));
    const request = { method, as: callerOf(route), body: body ? () => '{}' : undefined };
    if (callerOf(route) === 'node' || route.access === 'enrolment' || operationId === 'issueNodeToken') return [];
    const ours = parameters.filter((parameter) => parameter.in === 'query');
    const broken = BROKEN.map(
      ([name, query]): Hostile => ({
        ...request,
        name: `${operationId}: ${name}`,
        target: `${target}?${query}`,
        status: 400,
        code: 'invalid_request',
      }),
    );
    const wrong = ours.flatMap(({ name, schema }) => {
      const fits = declares(schema);
      const sealed = name === 'cursor' || name === 'after';
      return VALUES.filter((value) => {
        const said = text(value);
        return said === undefined || sealed || !fits(isList(schema) ? said.split(',') : typed(schema, said));
      }).map(
        (value): Hostile => ({
          ...request,
          name: `${operationId} ${name}=${value.slice(0, 40)}`,
          target: `${target}?${name}=${value}`,
          status: 400,
          code: 'invalid_request',
          place: { in: 'query', keys: [name], orInside: true },
        }),
      );
    });
    const twice = ours.map(
      ({ name }): Hostile => ({
        ...request,
        name: `${operationId} ${name} twice`,
        target: `${target}?${name}=1&${name}=1`,
        status: 400,
        code: 'invalid_request',
        place: { in: 'query', keys: [name] },
      }),
    );
    return [...wrong, ...twice, ...broken];
  });
  const honest: Honest[] = [
    {
      name: 'escaped names and values',
      method: 'GET',
      target: '/api/v1/audit/events?%74ype=%43onfigCreated&limit=5',
      status: 200,
    },
    { name: 'a space as a plus', method: 'GET', target: '/api/v1/audit/events?actor=ada+lovelace', status: 200 },
    { name: 'nothing behind the question mark', method: 'GET', target: '/api/v1/configs?', status: 200 },
    { name: 'the largest page', method: 'GET', target: '/api/v1/configs?limit=200', status: 200 },
    { name: 'a revision', method: 'GET', target: `/api/v1/snapshots/${THERE.snapshot}?revision=1`, status: 200 },
  ];
  return { name: 'queries', hostile, honest };
}

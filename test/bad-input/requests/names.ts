import type { Hostile, Topic } from '../hostile.ts';
import type { Victim } from '../victim.ts';
import { DECLARED, declares } from './declared.ts';
import { callerOf, paramsOf, targetOf } from './targets.ts';

/** Segments of a path as they go over the wire; none is the name of anything. */
const NAMES: readonly string[] = [
  '..',
  '.',
  '...',
  '%2e%2e',
  '%2e',
  '%252e%252e',
  '%c0%ae%c0%ae',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%2f..%2fetc%2fpasswd',
  '..%5c..%5cwindows',
  '..\\..\\windows',
  '%5c',
  '%2f',
  '%2fetc%2fpasswd',
  '%00',
  'pay.production%00',
  'pay.production%00.json',
  'pay%00.production',
  'pay.production%20',
  '%20pay.production',
  'pay.production%0a',
  'pay.production%0d%0aset-cookie:a=b',
  '%0d%0a',
  '%09',
  'PAY.PRODUCTION',
  'pay.production.',
  '.pay.production',
  'pay..production',
  'pay.production;a=b',
  'pay.production%3fa=b',
  'pay.production%23',
  'pay.production%2f',
  'pay.production~1',
  '__proto__',
  'constructor%20',
  '%5f%5fproto%5f%5f',
  'hasOwnProperty',
  'prototype.constructor',
  'toString',
  '%e2%80%ae',
  '%e2%80%8b',
  '%ef%bb%bf',
  '%ef%bc%8epay',
  '%ff',
  '%c3%28',
  '%ed%a0%80',
  '%f4%90%80%80',
  '%',
  '%2',
  '%zz',
  '%u002e',
  '%%32%65',
  '*',
  '$',
  '{name}',
  '%7Bid%7D',
  '"',
  '<script>',
  "'%20or%201=1--",
  '%27;drop%20table%20heads;--',
  '$(id)',
  '`id`',
  '|id',
  '-rf',
  '--help',
  'x'.repeat(300),
  'x'.repeat(4_000),
  '%61'.repeat(2_000),
  `${'a.'.repeat(2_000)}a`,
  '0x7f000001',
  '-1',
  '1e3',
  'NaN',
  'null',
  'undefined',
  'true',
  '[]',
];

/** Every parameter of every path × every name that is none: nothing of it reaches a file, a query or another route. */
export function names(victim: Victim): Topic {
  const hostile = DECLARED.flatMap(({ route, parameters }) =>
    parameters
      .filter((parameter) => parameter.in === 'path')
      .flatMap(({ name, schema }) => {
        const fits = declares(schema);
        // Some clusters and snapshots may be called `null`.
        return NAMES.filter((wrong) => !fits(decoded(wrong))).map((wrong): Hostile => {
          const { method, path, operationId } = route;
          const params = paramsOf(route, victim);
          const marked = targetOf(path, { ...params, [name]: 'WRONG' });
          return {
            name: `${operationId} {${name}}: ${wrong.slice(0, 40)}`,
            method,
            target: marked.replace('WRONG', () => wrong),
            as: callerOf(route),
            body: route.body ? () => '{}' : undefined,
            status: 404,
            code: 'not_found',
          };
        });
      }),
  );
  return { name: 'names', hostile, honest: [] };
}

const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};

import fc from 'fast-check';
import { expect } from 'vitest';
import { Problem } from '../../schemas/problem.ts';
import { memoryApi } from '../functions/control/api.ts';
import { loadTestRoot } from '../support/trust-root.ts';
import { arbitraryOf } from './requests/arbitrary.ts';
import { DECLARED, type DeclaredRoute, declares } from './requests/declared.ts';
import { callerOf, paramsOf, targetOf } from './requests/targets.ts';
import { THERE } from './victim.ts';

type Api = Awaited<ReturnType<typeof memoryApi>>;

/** A world with a config, a schema, a snapshot and a cluster of the names that requests then ask for. */
async function peopled(): Promise<Api> {
  const api = await memoryApi();
  await loadTestRoot(api.world);
  const ask = api.as('Admin');
  const [name, version] = THERE.schema.split('@');
  const made = [
    ['/schemas', { name, version, schema: {} }],
    ['/configs', { name: THERE.config }],
    [`/configs/${THERE.config}/versions`, { version: THERE.version, content: { a: 1 } }],
    [`/configs/${THERE.config}/versions`, { version: THERE.next, content: { a: 2 } }],
    ['/snapshots', { name: THERE.snapshot, configs: { [THERE.config]: THERE.version }, summary: 'first' }],
    ['/enrolment-tokens', { cluster: THERE.cluster }],
  ] as const;
  for (const [path, body] of made) {
    const { status, body: answer } = await ask('POST', `/api/v1${path}`, { body });
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  }
  return api;
}

interface Sent {
  readonly operationId: string;
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}
const NODE = { node: { id: `node-${'1'.repeat(32)}` } } as Parameters<typeof paramsOf>[1];

/** A request as a route declares it: values that are there, or any that are declared; never what is not. */
function requestTo({ route, parameters, body }: DeclaredRoute): fc.Arbitrary<Sent> {
  const there = paramsOf(route, NODE);
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter(
    (parameter) => parameter.in === 'query' && !['cursor', 'after'].includes(parameter.name),
  );
  const params = fc.record(
    Object.fromEntries(
      inPath.map(({ name, schema }) => [
        name,
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(there[name] ?? '') },
          { weight: 1, arbitrary: arbitraryOf(schema) },
        ),
      ]),
    ),
  );
  const query = fc.record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, arbitraryOf(schema)])), {
    requiredKeys: inQuery.filter(({ required }) => required).map(({ name }) => name),
  });
  return fc
    .record({ params, query, sent: body ? arbitraryOf(body) : fc.constant(undefined) })
    .map(({ params: said, query: asked, sent }) => {
      const search = new URLSearchParams(
        Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString();
      return {
        operationId: route.operationId,
        method: route.method,
        url: `${targetOf(route.path, said as Record<string, string>)}${search ? `?${search}` : ''}`,
        body: sent,
      };
    });
}

/** People's routes that answer JSON; what nodes say has a test of its own (test/functions/node/hostile.test.ts). */
export const OPERATIONS = DECLARED.filter(({ route }) => callerOf(route) === 'Admin');

/**
 * Requests of valid shape and odd values, in any order, on one world: each is answered as its operation declares, by
 * success in its declared shape or by a problem, and never by a fault.
 * @returns how many were sent, and how many of them were taken
 */
export async function ask(runs: number, length: number): Promise<{ sent: number; taken: number }> {
  const requests = fc.array(fc.oneof(...OPERATIONS.map(requestTo)), { minLength: 1, maxLength: length, size: 'max' });
  const shapes = new Map(
    OPERATIONS.map(({ route, responses }) => {
      const schema = responses[route.status]?.content?.['application/json']?.schema;
      return [route.operationId, { status: route.status, fits: schema ? declares(schema) : () => true }];
    }),
  );
  let [sent, taken] = [0, 0];
  await fc.assert(
    fc.asyncProperty(requests, async (all) => {
      const api = await peopled();
      try {
        for (const { operationId, method, url, body } of all) {
          const { status, body: answer } = await api.as('Admin')(method, url, body === undefined ? {} : { body });
          sent++;
          const declared = shapes.get(operationId);
          expect([operationId, api.logged]).toStrictEqual([operationId, []]);
          if (status === declared?.status || status === 302) {
            taken++;
            if (status !== 302)
              expect([operationId, answer, declared?.fits(answer)]).toStrictEqual([operationId, answer, true]);
          } else {
            expect([operationId, status >= 400 && status < 500]).toStrictEqual([operationId, true]);
            Problem.parse(answer);
          }
        }
      } finally {
        api.close();
      }
    }),
    { numRuns: runs },
  );
  return { sent, taken };
}

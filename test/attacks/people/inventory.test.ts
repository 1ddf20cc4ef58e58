import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '../../../schemas/api/index.ts';
import { type Estate, openEstate } from './authorisation/estate.ts';

/* What is deployed is what is documented: no door beside those of the OpenAPI document, and none of those walled up.
 * That the gateway on AWS has the same ones is in test/lib/suites/ingress.ts. */

const { paths } = JSON.parse(
  readFileSync(new URL('../../../schemas/generated/openapi.json', import.meta.url), 'utf8'),
) as { paths: Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>> };
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND'] as const;

let estate: Estate;
let admin: string;
beforeAll(async () => {
  estate = await openEstate();
  admin = await estate.bearer('Admin', 'own');
});
afterAll(() => estate.close());
const filled = (path: string): string => path.replace(/\{\w+\}/g, 'x');
const ask = async (method: string, path: string) => {
  const { status, headers, body } = await estate.ask({ method, path, authorization: admin });
  return { status, allow: headers['allow'], code: (body as { code?: string } | null)?.code };
};

/** A path of names alone is that path, though a parameter would take it: `/deployments/plan` is no deployment. */
describe.each(Object.keys(paths))('%s', (path) => {
  const documented = Object.keys(paths[path] ?? {}).map((method) => method.toUpperCase());
  const allowed = [...documented, ...(documented.includes('GET') ? ['HEAD'] : [])].toSorted();
  it.each(METHODS.filter((method) => !allowed.includes(method)))('%s is no door', async (method) => {
    expect(await ask(method, filled(path))).toStrictEqual({
      status: 405,
      allow: allowed.join(', '),
      // HEAD has no body to say it in.
      code: method === 'HEAD' ? undefined : 'method_not_allowed',
    });
  });
  it.each(allowed)('%s is one', async (method) => expect((await ask(method, filled(path))).status).not.toBe(405));
});

it('every operation is documented under each of its paths, and nothing else is', () => {
  const inTable = ROUTES.flatMap(({ method, path, aliases = [] }) =>
    [path, ...aliases].map((each) => `${method} ${each.replace('+}', '}')}`),
  );
  const inDocument = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(inDocument.toSorted()).toStrictEqual(inTable.toSorted());
  expect(inDocument.length).toBeGreaterThanOrEqual(94);
});

describe('a door that was never made', () => {
  it.each([
    '/',
    '/admin',
    '/debug/pprof',
    '/metrics',
    '/internal/steps',
    '/configs/',
    '//configs',
    '/configs//versions',
    '/CONFIGS',
    '/configs/../health',
    '/configs/%2e%2e/health',
    '/configs%2Fx',
    '/;/configs',
    '/configs;a=b',
    '/v1/configs',
    '/nodes/x/token/',
    '/.env',
    '/.git/config',
    '/%00',
    '/%',
  ])('%s is none, for an Admin either', async (path) => {
    expect(await ask('GET', path)).toMatchObject({ status: 404, code: 'not_found' });
  });
});

/**
 * OWASP API7: nothing here calls an address that a caller named. When something does (webhooks, say), this fails, and
 * what may be called becomes a row of docs/attacks-at-the-door.md.
 */
describe('an address to call', () => {
  const ADDRESS = /ur[il]$|host|endpoint|webhook|callback|address|redirect|forward|proxy/i;
  const names = (value: unknown): readonly string[] => {
    if (value === null || typeof value !== 'object') return [];
    const { properties, format } = value as { properties?: object; format?: string };
    return [
      ...Object.keys(properties ?? {}).filter((name) => ADDRESS.test(name)),
      ...(format === 'uri' || format === 'url' || format === 'hostname' ? [`format ${format}`] : []),
      ...Object.values(value).flatMap(names),
    ];
  };
  const taken = (schema: z.ZodType | undefined): readonly string[] =>
    schema ? names(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })) : [];

  it('is taken by no route', () => {
    const found = ROUTES.flatMap(({ operationId, body, query }) =>
      [body, query].flatMap((schema) => taken(schema).map((name) => `${operationId} ${name}`)),
    );
    expect(found).toStrictEqual([]);
  });
  it('would be seen', () =>
    expect(
      taken(z.strictObject({ deep: z.array(z.strictObject({ webhookUrl: z.string(), to: z.url() })) })),
    ).toStrictEqual(['webhookUrl', 'format uri']));
});

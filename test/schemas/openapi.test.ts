import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '../../schemas/api/index.ts';
import type { RouteSpec } from '../../schemas/api/route.ts';
import { openApiDocument } from '../../schemas/openapi/document.ts';
import { runTool } from '../support/run-tool.ts';

const GENERATED = new URL('../../schemas/generated/openapi.json', import.meta.url);
const text = readFileSync(GENERATED, 'utf8');

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
/** The linter's verdict by its minimal rules: structure, references, schemas. */
const redocly = (path: string): { status: number; errors: number } => {
  const { status, output } = runTool('redocly', ['lint', path, '--extends', 'minimal', '--format', 'json']);
  const [, errors] = /"errors":\s*(\d+)/.exec(output) ?? [];
  return { status, errors: Number(errors) };
};

const documented = JSON.parse(text) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

describe('schemas/generated/openapi.json', () => {
  it('is what `npm run generate` makes of the route table', () =>
    expect(text).toBe(`${JSON.stringify(openApiDocument(), null, 2)}\n`));

  it('has each route under each of its paths, and no other', () => {
    const inTable = ROUTES.flatMap(({ method, path, aliases = [] }) =>
      [path, ...aliases].map((each) => `${method} ${each.replace('+}', '}')}`),
    );
    const inDocument = Object.entries(documented.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(inDocument.toSorted()).toStrictEqual(inTable.toSorted());
  });

  it('names every operation once', () => {
    const ids = Object.values(documented.paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says who may call: no security is exactly what is open', () => {
    const open = Object.entries(documented.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { security }]) =>
        security.length === 0 ? [`${method.toUpperCase()} ${path}`] : [],
      ),
    );
    const inTable = ROUTES.filter(({ access }) => access === 'open').flatMap(({ method, path, aliases = [] }) =>
      [path, ...aliases].map((each) => `${method} ${each}`),
    );
    expect(open.toSorted()).toStrictEqual(inTable.toSorted());
  });

  it('holds only schemas that an independent JSON Schema compiler takes', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'openapi', ...documented });
    const names = Object.keys(documented.components.schemas);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(() => ajv.compile({ $ref: `openapi#/components/schemas/${name}` })).not.toThrow();
  });

  it('is valid OpenAPI 3.1 for a validator that we did not write', () =>
    expect(redocly(GENERATED.pathname)).toStrictEqual({ status: 0, errors: 0 }));

  it('would not be with one reference broken', () => {
    const broken = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'openapi.json');
    writeFileSync(broken, text.replace('#/components/schemas/Problem', '#/components/schemas/Nothing'));
    expect(redocly(broken)).toStrictEqual({ status: 1, errors: 1 });
  });
});

describe('the translation', () => {
  const route = {
    operationId: 'x',
    method: 'GET',
    path: '/x',
    access: 'V',
    summary: 's',
    status: 200,
  } as const satisfies RouteSpec;
  const operation = (changes: Partial<RouteSpec>) =>
    Object.values((openApiDocument([{ ...route, ...changes }])['paths'] as typeof documented.paths)['/x'] ?? {})[0];

  it('asks for query values only where the schema has no default', () => {
    const query = z.strictObject({ a: z.string(), b: z.string().optional(), c: z.coerce.number().default(1) });
    expect(operation({ query })?.parameters?.map(({ name, required }) => [name, required])).toStrictEqual([
      ['a', true],
      ['b', false],
      ['c', false],
    ]);
  });
  it('refuses one id for two shapes', () => {
    const first = z.strictObject({ a: z.string() }).meta({ id: 'Twice' });
    const second = z.strictObject({ b: z.string() }).meta({ id: 'Twice' });
    const routes = [
      { ...route, response: first },
      { ...route, path: '/y', response: second },
    ];
    expect(() => openApiDocument(routes)).toThrow('Twice names two schemas');
  });
});

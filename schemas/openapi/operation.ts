import type { z } from 'zod';
import type { Access, RouteSpec } from '../api/route.ts';
import { Problem } from '../problem.ts';
import type { Components, JsonSchema } from './components.ts';

const WHO: Readonly<Record<Access, { readonly words: string; readonly security: readonly JsonSchema[] }>> = {
  V: { words: 'Any role.', security: [{ person: [] }] },
  D: { words: 'Developer or Admin.', security: [{ person: [] }] },
  O: { words: 'Operator or Admin.', security: [{ person: [] }] },
  A: { words: 'Admin.', security: [{ person: [] }] },
  node: { words: 'The node itself.', security: [{ node: [] }] },
  enrolment: { words: 'The holder of an enrolment token.', security: [{ enrolment: [] }] },
  open: { words: 'Anyone.', security: [] },
};

export const tagOf = (path: string): string => path.split('/')[1] ?? '';

/** One operation; an alias is the same under another path, and operation ids are unique. */
export function operation(schemas: Components, route: RouteSpec, path: string, alias: number): JsonSchema {
  const parameters = [
    ...pathParameters(schemas, route, path),
    ...queryParameters(schemas, route),
    ...headerParameters(route),
  ];
  const content = requestContent(schemas, route);
  return {
    operationId: alias === 0 ? route.operationId : `${route.operationId}Alias${alias}`,
    tags: [tagOf(path)],
    summary: route.summary,
    description: WHO[route.access].words,
    security: WHO[route.access].security,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content ? { requestBody: { required: needsBody(route), content } } : {}),
    responses: {
      ...answers(schemas, route),
      '4XX': { description: 'Refused; `code` says why.', content: problem(schemas) },
      '5XX': { description: 'A fault of the server.', content: problem(schemas) },
    },
  };
}

const optional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success;
const needsBody = ({ body }: RouteSpec): boolean => !body?.safeParse({}).success;

const pathParameters = (schemas: Components, { params }: RouteSpec, path: string): JsonSchema[] =>
  [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => {
    const schema = params?.shape[name] as z.ZodType | undefined;
    return { name, in: 'path', required: true, schema: schema ? schemas.refer(schema, 'output') : { type: 'string' } };
  });

const queryParameters = (schemas: Components, { query }: RouteSpec): JsonSchema[] =>
  Object.entries((query?.shape ?? {}) as Record<string, z.ZodType>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !optional(schema),
    schema: schemas.refer(schema, 'output'),
  }));

const headerParameters = ({ method, access, response }: RouteSpec): JsonSchema[] => {
  if (access === 'node' || access === 'enrolment' || access === 'open') return [];
  const revised = method !== 'GET' && response !== undefined;
  return [
    ...(method === 'POST'
      ? [header('Idempotency-Key', 'The same key and body again get the first answer.', '^[!-~]{1,128}$')]
      : []),
    ...(revised
      ? [
          header(
            'If-Match',
            'The ETag of what was read: refused with 412 when it has changed.',
            '^(?:\\*|(?:W/)?"[!#-~]*")$',
          ),
        ]
      : []),
  ];
};

const header = (name: string, description: string, pattern: string): JsonSchema => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', pattern },
});

const requestContent = (schemas: Components, { body, rawBody }: RouteSpec): JsonSchema | undefined => {
  if (!body && !rawBody) return undefined;
  return {
    ...(body ? { 'application/json': { schema: schemas.refer(body, 'input') } } : {}),
    ...Object.fromEntries((rawBody ?? []).map((mediaType) => [mediaType, { schema: {} }])),
  };
};

const answers = (schemas: Components, { status, response, raw }: RouteSpec): JsonSchema => {
  const description = status === 202 ? 'Accepted; it goes on by itself.' : 'Done.';
  if (raw)
    return {
      [status]: { description: 'The bytes.', content: { '*/*': { schema: {} } } },
      302: { description: 'Where the bytes are.', headers: { Location: { schema: { type: 'string' } } } },
    };
  return {
    [status]: response
      ? { description, content: { 'application/json': { schema: schemas.refer(response, 'input') } } }
      : { description },
  };
};

const problem = (schemas: Components): JsonSchema => ({
  'application/problem+json': { schema: schemas.refer(Problem, 'input') },
});

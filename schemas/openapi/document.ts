import { ROUTES } from '../api/index.ts';
import type { RouteSpec } from '../api/route.ts';
import { components } from './components.ts';
import { operation, tagOf } from './operation.ts';

/** The OpenAPI 3.1 document of a route table: the only declaration is the table, this is its translation. */
export function openApiDocument(routes: readonly RouteSpec[] = ROUTES): Readonly<Record<string, unknown>> {
  const schemas = components();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes)
    for (const [alias, path] of [route.path, ...(route.aliases ?? [])].entries()) {
      const key = path.replaceAll('+}', '}');
      paths[key] = { ...paths[key], [route.method.toLowerCase()]: operation(schemas, route, path, alias) };
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plumbline',
      version: '1.0.0',
      summary: 'Signed configuration and fleet lifecycle control',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    tags: [...new Set(routes.map(({ path }) => tagOf(path)))].sort().map((name) => ({ name })),
    paths,
    components: { schemas: schemas.all(), securitySchemes: SECURITY_SCHEMES },
  };
}

const SECURITY_SCHEMES = {
  person: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'OpenID Connect access token of a person.',
  },
  node: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Node token, got for a client assertion.' },
  enrolment: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Enrolment id.secret`' },
};

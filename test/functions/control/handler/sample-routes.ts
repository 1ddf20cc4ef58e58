import * as z from 'zod';
import { done } from '../../../../core/decision.ts';
import type { BoundRoute } from '../../../../functions/control/routes.ts';
import type { RawBody, RouteSpec } from '../../../../schemas/api/route.ts';

const PAGE = z.strictObject({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().max(9).default(3),
  tag: z.string().optional(),
});
const BASE = { access: 'V', summary: '', status: 200 } as const satisfies Partial<RouteSpec>;

/** One route for each thing that the handler does for all routes. */
export const ROUTES: readonly BoundRoute[] = [
  {
    ...BASE,
    operationId: 'fails',
    method: 'GET',
    path: '/fails',
    useCase: async () => Promise.reject(new Error('the secret of the database')),
  },
  {
    ...BASE,
    operationId: 'echo',
    method: 'POST',
    path: '/echo',
    body: z.strictObject({ name: z.string().max(8), list: z.array(z.int()).optional() }),
    maxBodyBytes: 64,
    useCase: async (_world, { body }) => done(body),
  },
  { ...BASE, operationId: 'empty', method: 'POST', path: '/empty', status: 204, useCase: async () => done(null) },
  {
    ...BASE,
    operationId: 'raw',
    method: 'POST',
    path: '/raw',
    rawBody: ['application/yaml'],
    useCase: async (_world, { body }) =>
      done({
        mediaType: (body as { mediaType: string }).mediaType,
        text: String((body as RawBody).source),
      }),
  },
  {
    ...BASE,
    operationId: 'bytes',
    method: 'GET',
    path: '/bytes',
    raw: true,
    useCase: async () => done({ mediaType: 'application/octet-stream', bytes: Uint8Array.of(0, 255), immutable: true }),
  },
  {
    ...BASE,
    operationId: 'elsewhere',
    method: 'GET',
    path: '/elsewhere',
    raw: true,
    useCase: async () => done({ location: 'http://127.0.0.1/blobs/x' }),
  },
  {
    ...BASE,
    operationId: 'pages',
    method: 'GET',
    path: '/pages',
    query: PAGE,
    useCase: async (_world, { query }) => done({ got: query, next: 'secret-config.production' }),
  },
  {
    ...BASE,
    operationId: 'revised',
    method: 'GET',
    path: '/revised',
    useCase: async (_world, _input, call) => done({ revision: 7, ifMatch: call.ifMatch ?? null }),
  },
  {
    ...BASE,
    operationId: 'who',
    method: 'GET',
    path: '/who',
    useCase: async (_world, _input, call) => done({ ...call, command: null }),
  },
  {
    ...BASE,
    operationId: 'named',
    method: 'GET',
    path: '/named/{id}',
    params: z.strictObject({ id: z.string().regex(/^[a-z]+$/) }),
    useCase: async (_world, { params }) => done(params),
  },
];

import * as z from 'zod';
import type { RouteSpec } from './route.ts';

/** `developmentTokens`: this server believes tokens of its own development issuer, on an address others can reach. */
export const HealthAnswer = z
  .strictObject({
    status: z.literal('ok'),
    controlPlane: z.string(),
    time: z.string(),
    developmentTokens: z.literal(true).optional(),
  })
  .meta({ id: 'HealthAnswer' });

export const META_ROUTES = [
  {
    operationId: 'getHealth',
    method: 'GET',
    path: '/health',
    access: 'open',
    summary: 'Whether the control plane answers; also at the root.',
    status: 200,
    response: HealthAnswer,
  },
  {
    operationId: 'getOpenApi',
    method: 'GET',
    path: '/openapi.json',
    access: 'open',
    summary: 'This document; also at the root.',
    status: 200,
    raw: true,
  },
] as const satisfies readonly RouteSpec[];

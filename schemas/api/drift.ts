import { DriftPage, DriftQuery } from '../drift.ts';
import type { RouteSpec } from './route.ts';

export const DRIFT_ROUTES = [
  {
    operationId: 'listDrift',
    method: 'GET',
    path: '/drift',
    access: 'V',
    summary: 'Nodes that are not what they should be: in what, how grave, since when.',
    query: DriftQuery,
    status: 200,
    response: DriftPage,
  },
] as const satisfies readonly RouteSpec[];

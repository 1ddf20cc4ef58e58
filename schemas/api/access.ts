import * as z from 'zod';
import { AccessList, SetAccessRequest } from '../access.ts';
import { ClusterName, ConfigName } from '../words.ts';
import type { RouteSpec } from './route.ts';

const OfConfig = z.strictObject({ name: ConfigName });
const OfCluster = z.strictObject({ name: ClusterName });

export const ACCESS_ROUTES = [
  {
    operationId: 'getConfigAccess',
    method: 'GET',
    path: '/configs/{name}/access',
    access: 'A',
    summary: 'Who may do what with a config; `entries: null` when roles alone decide.',
    params: OfConfig,
    status: 200,
    response: AccessList,
  },
  {
    operationId: 'setConfigAccess',
    method: 'PUT',
    path: '/configs/{name}/access',
    access: 'A',
    summary: 'Replaces the access list of a config, which may be created later.',
    params: OfConfig,
    body: SetAccessRequest,
    status: 200,
    response: AccessList,
  },
  {
    operationId: 'getClusterAccess',
    method: 'GET',
    path: '/clusters/{name}/access',
    access: 'A',
    summary: 'Who may do what with a cluster; `entries: null` when roles alone decide.',
    params: OfCluster,
    status: 200,
    response: AccessList,
  },
  {
    operationId: 'setClusterAccess',
    method: 'PUT',
    path: '/clusters/{name}/access',
    access: 'A',
    summary: 'Replaces the access list of a cluster, which may be created later.',
    params: OfCluster,
    body: SetAccessRequest,
    status: 200,
    response: AccessList,
  },
] as const satisfies readonly RouteSpec[];

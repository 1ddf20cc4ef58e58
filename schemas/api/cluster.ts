import * as z from 'zod';
import {
  ClusterPage,
  ClusterResponse,
  CohesionResponse,
  DirectiveResponse,
  RecoveryResponse,
  ReleaseQuery,
  ReleaseResponse,
  RollBackClusterRequest,
} from '../cluster.ts';
import { DeploymentCommandResponse, JustifiedRequest } from '../deployment.ts';
import { EventPage, PageQuery } from '../event-page.ts';
import { ClusterName, Sha256 } from '../words.ts';
import type { RouteSpec } from './route.ts';

const OfCluster = z.strictObject({ name: ClusterName });
const read = { method: 'GET', access: 'V', resource: { cluster: 'name' }, params: OfCluster, status: 200 } as const;
const act = { method: 'POST', access: 'O', resource: { cluster: 'name' } } as const;

export const CLUSTER_ROUTES = [
  {
    operationId: 'listClusters',
    method: 'GET',
    path: '/clusters',
    access: 'V',
    summary: 'Clusters by name.',
    query: PageQuery,
    status: 200,
    response: ClusterPage,
  },
  {
    ...read,
    operationId: 'getCluster',
    path: '/clusters/{name}',
    summary: 'What a cluster runs, which snapshots are Staged, Active and Rollback on it, and what is pinned.',
    response: ClusterResponse,
  },
  {
    ...read,
    operationId: 'getRelease',
    path: '/clusters/{name}/release',
    summary: 'The signed release, with URLs of its blobs.',
    query: ReleaseQuery,
    response: ReleaseResponse,
  },
  {
    ...read,
    operationId: 'getDirective',
    path: '/clusters/{name}/directive',
    summary: 'The newest signed directive, as nodes get it.',
    response: DirectiveResponse,
  },
  {
    ...read,
    operationId: 'getCohesion',
    path: '/clusters/{name}/cohesion',
    summary: 'Share of the nodes without drift, and what is wrong on the others.',
    response: CohesionResponse,
  },
  {
    ...read,
    operationId: 'listClusterHistory',
    path: '/clusters/{name}/history',
    summary: 'What was decided about a cluster, oldest first.',
    query: PageQuery,
    response: EventPage,
  },
  {
    ...act,
    operationId: 'rollBackCluster',
    path: '/clusters/{name}/rollback',
    summary: 'Brings back a snapshot that was Active on the cluster before.',
    params: OfCluster,
    body: RollBackClusterRequest,
    status: 202,
    response: DeploymentCommandResponse,
  },
  {
    ...act,
    operationId: 'liftPin',
    path: '/clusters/{name}/pins/{digest}/lift',
    summary: 'Lets content be deployed again that a rollback pinned as bad; `digest` is its content digest.',
    params: z.strictObject({ name: ClusterName, digest: Sha256 }),
    body: JustifiedRequest,
    status: 200,
    response: ClusterResponse,
  },
  {
    ...act,
    operationId: 'recoverCluster',
    path: '/clusters/{name}/recover',
    summary: 'Starts signing again above everything the nodes of the cluster have proven.',
    params: OfCluster,
    body: JustifiedRequest,
    status: 200,
    response: RecoveryResponse,
  },
] as const satisfies readonly RouteSpec[];

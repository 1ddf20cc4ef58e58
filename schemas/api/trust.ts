import { DOCUMENT_LIMITS, DsseEnvelope } from '../documents.ts';
import { TrustKeysAnswer, TrustRootAnswer, TrustRootParams, TrustRootSummary } from '../trust.ts';
import type { RouteSpec } from './route.ts';

export const TRUST_ROUTES = [
  {
    operationId: 'getRoot',
    method: 'GET',
    path: '/trust/root',
    access: 'open',
    summary: 'The newest trust root',
    status: 200,
    response: TrustRootAnswer,
  },
  {
    operationId: 'getRootVersion',
    method: 'GET',
    path: '/trust/root/{version}',
    access: 'open',
    summary: 'One version of the trust root; nodes walk them one by one',
    params: TrustRootParams,
    status: 200,
    response: TrustRootAnswer,
  },
  {
    operationId: 'publicKeys',
    method: 'GET',
    path: '/trust/keys',
    access: 'open',
    summary: 'Public keys of this server',
    status: 200,
    response: TrustKeysAnswer,
  },
  {
    operationId: 'loadRoot',
    method: 'POST',
    path: '/trust/root',
    access: 'A',
    summary: 'Load the next trust root, signed by people',
    body: DsseEnvelope,
    maxBodyBytes: DOCUMENT_LIMITS.root,
    status: 201,
    response: TrustRootSummary,
  },
] as const satisfies readonly RouteSpec[];

import * as z from 'zod';
import {
  CreateEnrolmentTokenRequest,
  EnrolmentTokenId,
  EnrolmentTokenPage,
  NewEnrolmentToken,
} from '../enrolment-token.ts';
import { ClusterName, QueryCount } from '../words.ts';
import type { RouteSpec } from './route.ts';

export const ENROLMENT_TOKEN_ROUTES = [
  {
    operationId: 'createEnrolmentToken',
    method: 'POST',
    path: '/enrolment-tokens',
    access: 'O',
    summary: 'A token that lets nodes enrol in a cluster, which comes to be with it. The answer alone shows the token.',
    body: CreateEnrolmentTokenRequest,
    status: 201,
    response: NewEnrolmentToken,
  },
  {
    operationId: 'listEnrolmentTokens',
    method: 'GET',
    path: '/enrolment-tokens',
    access: 'O',
    summary: 'Enrolment tokens, used up and ended ones too, without their secrets.',
    query: z.strictObject({
      cluster: ClusterName.optional(),
      cursor: z.string().max(512).optional(),
      limit: QueryCount(1, 200).default(50),
    }),
    status: 200,
    response: EnrolmentTokenPage,
  },
  {
    operationId: 'withdrawEnrolmentToken',
    method: 'DELETE',
    path: '/enrolment-tokens/{id}',
    access: 'O',
    summary: 'Ends a token; nodes that enrolled with it stay.',
    params: z.strictObject({ id: EnrolmentTokenId }),
    status: 204,
  },
] as const satisfies readonly RouteSpec[];

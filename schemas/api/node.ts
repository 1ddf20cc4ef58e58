import * as z from 'zod';
import {
  ConfirmReplacementAnswer,
  ConfirmReplacementRequest,
  JustifiedRequest,
  NodeDetails,
  NodePage,
  NodeQuery,
  OrderAnswer,
  ReplaceAnswer,
  SetLabelsAnswer,
  SetLabelsRequest,
  Timeline,
  TimelineQuery,
} from '../node.ts';
import {
  CheckInAnswer,
  CheckInRequest,
  EnrolRequest,
  EnrolResponse,
  TokenRequest,
  TokenResponse,
} from '../node-messages.ts';
import { ReceiptsRequest, ReceiptsResponse } from '../receipt.ts';
import { NodeId } from '../words.ts';
import { NODE_PATHS } from './node-paths.ts';
import type { RouteSpec } from './route.ts';

const OfNode = z.strictObject({ id: NodeId });

/** Messages of nodes; `/instances` is the same resource. */
export const NODE_MESSAGES = [
  {
    ...NODE_PATHS.enrolNode,
    summary: 'Becomes a node, with `Authorization: Enrolment id.secret` and a request signed by the new identity key.',
    body: EnrolRequest,
    response: EnrolResponse,
  },
  {
    ...NODE_PATHS.issueNodeToken,
    summary: 'A short-lived node token for a client assertion by the identity key (RFC 7523).',
    params: OfNode,
    body: TokenRequest,
    response: TokenResponse,
  },
  {
    ...NODE_PATHS.checkIn,
    summary: 'What a node runs and how it fares; the answer carries what it should know.',
    params: OfNode,
    body: CheckInRequest,
    response: CheckInAnswer,
  },
  {
    ...NODE_PATHS.storeReceipts,
    summary: 'Receipts signed by the identity key, in the order of their counters.',
    params: OfNode,
    body: ReceiptsRequest,
    response: ReceiptsResponse,
  },
] as const satisfies readonly RouteSpec[];

/** What people read of nodes and do with them. */
const NODE_ADMINISTRATION = [
  {
    operationId: 'listNodes',
    method: 'GET',
    path: '/nodes',
    aliases: ['/instances'],
    access: 'V',
    summary: 'Nodes in order of id, of one cluster or of all you may read.',
    query: NodeQuery,
    status: 200,
    response: NodePage,
  },
  {
    operationId: 'getNode',
    method: 'GET',
    path: '/nodes/{id}',
    aliases: ['/instances/{id}'],
    access: 'V',
    summary: 'One node: what it runs, has proven, and in what it differs.',
    params: OfNode,
    status: 200,
    response: NodeDetails,
  },
  {
    operationId: 'getNodeTimeline',
    method: 'GET',
    path: '/nodes/{id}/timeline',
    aliases: ['/instances/{id}/timeline'],
    access: 'V',
    summary: 'Everything that happened to a node, oldest first.',
    params: OfNode,
    query: TimelineQuery,
    status: 200,
    response: Timeline,
  },
  {
    operationId: 'forceSync',
    method: 'POST',
    path: '/nodes/{id}/force-sync',
    aliases: ['/instances/{id}/force-sync'],
    access: 'O',
    summary: 'Orders a node to read back, repair and prove its release again.',
    params: OfNode,
    body: JustifiedRequest,
    status: 202,
    response: OrderAnswer,
  },
  {
    operationId: 'unquarantineNode',
    method: 'POST',
    path: '/nodes/{id}/unquarantine',
    aliases: ['/instances/{id}/unquarantine'],
    access: 'O',
    summary: 'Lets a node try a release again that failed too often on it.',
    params: OfNode,
    body: JustifiedRequest,
    status: 202,
    response: OrderAnswer,
  },
  {
    operationId: 'replaceNode',
    method: 'POST',
    path: '/nodes/{id}/replace',
    aliases: ['/instances/{id}/replace'],
    access: 'O',
    summary: 'A one-use enrolment token with which a new machine may ask to become this node.',
    params: OfNode,
    status: 201,
    response: ReplaceAnswer,
  },
  {
    operationId: 'confirmReplacement',
    method: 'POST',
    path: '/nodes/{id}/replace/confirm',
    aliases: ['/instances/{id}/replace/confirm'],
    access: 'O',
    summary: 'Takes the waiting key, named by its fingerprint, as the key of the node; the old one is revoked.',
    params: OfNode,
    body: ConfirmReplacementRequest,
    status: 200,
    response: ConfirmReplacementAnswer,
  },
  {
    operationId: 'setNodeLabels',
    method: 'PATCH',
    path: '/nodes/{id}/labels',
    aliases: ['/instances/{id}/labels'],
    access: 'O',
    summary: 'Grants a node exactly these labels; they count once they are signed.',
    params: OfNode,
    body: SetLabelsRequest,
    status: 200,
    response: SetLabelsAnswer,
  },
  {
    operationId: 'removeNode',
    method: 'DELETE',
    path: '/nodes/{id}',
    aliases: ['/instances/{id}'],
    access: 'O',
    summary: 'Revokes the key of a node for ever; its history remains.',
    params: OfNode,
    status: 204,
  },
] as const satisfies readonly RouteSpec[];

export const NODE_ROUTES = [...NODE_MESSAGES, ...NODE_ADMINISTRATION] as const;

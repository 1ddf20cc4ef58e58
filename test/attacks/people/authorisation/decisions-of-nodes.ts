import { quietCheckIn, testNode } from '../../../support/test-node.ts';
import { ABSENT_NODE, LIST, nameOf, next, ofNode, type RouteDecision, WHY } from './decision.ts';

const node = { params: ofNode, other: '404 node_unknown', absent: '404 node_unknown' } as const;

/** Tokens, nodes, the log and the root: what people do with them, and what nodes say themselves. */
export const ENROLMENT_DECISIONS: Readonly<Record<string, RouteDecision>> = {
  createEnrolmentToken: {
    body: (_estate, there) => ({ cluster: there ? nameOf('cluster', true) : `new-${next()}.development` }),
    own: '201',
    other: '404 cluster_unknown',
    // The cluster comes to be with its first token.
    absent: '201',
    because: 'a name is taken by whoever comes first',
  },
  listEnrolmentTokens: LIST,
  withdrawEnrolmentToken: {
    params: async (estate, there) => ({ id: there ? (await estate.newToken()).id : `enrol-${'0'.repeat(24)}` }),
    own: '204',
    other: '404 not_found',
    absent: '404 not_found',
  },
  listNodes: LIST,
  getNode: { ...node, own: '200' },
  getNodeTimeline: { ...node, own: '200' },
  forceSync: { ...node, body: () => WHY, own: '202' },
  unquarantineNode: { ...node, body: () => WHY, own: '409 not_quarantined' },
  replaceNode: { ...node, own: '201' },
  confirmReplacement: {
    ...node,
    body: () => ({ fingerprint: `SHA256:${'A'.repeat(43)}`, ...WHY }),
    own: '409 no_replacement_pending',
  },
  setNodeLabels: { ...node, body: () => ({ labels: { zone: 'eu' } }), own: '200' },
  removeNode: {
    ...node,
    params: async (estate, there) => ({ id: there ? (await estate.newNode()).id : ABSENT_NODE }),
    own: '204',
  },
  listDrift: LIST,
  listAuditEvents: LIST,
  readAuditLog: LIST,
  getCheckpoint: LIST,
  getAuditTile: {
    params: (_estate, there) => ({ tile: nameOf('tile', there) }),
    own: '200',
    other: '200',
    absent: '404 not_found',
  },
  // A good request about words that nobody may erase: those a key signed.
  eraseEvent: {
    body: (estate, there) => ({ stream: `local/node/${there ? estate.node.id : ABSENT_NODE}`, revision: 1, ...WHY }),
    own: '409 payload_needed',
    other: '409 payload_needed',
    absent: '404 not_found',
  },
  loadRoot: {
    body: () => ({
      payloadType: 'application/vnd.plumbline.trust-root.v1+json',
      payload: 'e30=',
      signatures: [{ keyid: 'k', sig: 'MAYCAQECAQE=' }],
    }),
    own: '422 trust_root_invalid',
  },
  getRootVersion: {
    params: (_estate, there) => ({ version: nameOf('root', there) }),
    own: '200',
    other: '200',
    absent: '404 not_found',
  },
  issueNodeToken: {
    ...node,
    body: (estate) => ({ assertion: estate.node.assertion() }),
    own: '200',
    other: '200',
    absent: '401 assertion_invalid',
  },
  checkIn: { ...node, body: () => quietCheckIn(), own: '200', other: '403 forbidden', absent: '403 forbidden' },
  storeReceipts: {
    ...node,
    body: () => ({ receipts: ['a.b.c'] }),
    own: '200',
    other: '403 forbidden',
    absent: '403 forbidden',
  },
  enrolNode: {
    body: (estate) => ({ request: testNode(estate.world, estate.handler).enrolmentRequest(estate.enrolment.token) }),
    own: '201',
  },
};

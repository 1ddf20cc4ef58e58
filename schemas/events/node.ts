import * as z from 'zod';
import { DriftFinding } from '../drift.ts';
import { Facts } from '../node-messages.ts';
import { ClusterName, Count, Instant, Sha256 } from '../words.ts';
import { described, event } from './described.ts';

const cluster = ClusterName;
const generation = Count;
const digest = described(Sha256, 'of the release');
const facts = described(z.strictObject({ ...Facts.shape }), 'what the node says of itself; entitles to nothing');
const finding = {
  cluster,
  ...DriftFinding.shape,
  rule: described(z.string(), 'which rule noticed'),
  since: described(Instant, 'when it was first seen; the same in both events of one drift'),
};

/** What happens to nodes. `about.node` says which. */
export const NODE_EVENTS = {
  NodeEnrolled: event('A node joined its cluster.', { cluster, tokenId: z.string(), facts }),
  ReplacementOffered: event('A token was made with which a new machine may ask to become this node.', {
    cluster,
    tokenId: z.string(),
  }),
  ReplacementRequested: event('A new key waits for somebody to confirm its fingerprint.', {
    cluster,
    tokenId: z.string(),
    fingerprint: z.string(),
    facts,
  }),
  ReplacementConfirmed: event('The new key of a node counts, the old one is revoked.', {
    cluster,
    fingerprint: z.string(),
    thumbprint: Sha256,
    revokedThumbprint: Sha256,
  }),
  NodeRemoved: event('The key of a node is revoked for ever.', { cluster, revokedThumbprint: Sha256 }),
  OrderGiven: event('A node was told to do something at its next check-in.', {
    cluster,
    order: z.strictObject({ id: z.string(), kind: z.string(), digest: Sha256.optional() }),
  }),
  OrderDone: event('A node did what it was told, or says why not.', {
    cluster,
    id: z.string(),
    kind: z.string(),
    result: z.string(),
    detail: z.string().optional(),
  }),
  ReceiptStored: event('A node has proven what it applied. The signed receipt itself is in its history.', {
    cluster,
    sha256: described(Sha256, 'of the receipt'),
    counter: Count,
    state: described(z.string(), 'resident or active'),
    epoch: Count,
    generation,
    digest,
    deploymentId: z.string().optional(),
    probe: z.string(),
    gap: described(z.boolean().optional(), 'receipts before this one never arrived'),
  }),
  ReceiptRefused: event('A receipt of a node cannot be true.', {
    cluster,
    code: z.string(),
    counter: Count,
    field: z.string(),
  }),
  DriftDetected: event('A node is not what it should be, in one way.', finding),
  DriftResolved: event('That difference is gone.', finding),
  NodeDiverged: event('The first difference of a node was found.', { cluster, rule: z.string(), reason: z.string() }),
  NodeRecovered: event('The last difference of a node is gone, or a silent node came back.', {
    cluster,
    from: described(z.string(), 'drift or stale'),
  }),
  NodeStale: event('A node has been silent for too long.', { cluster, lastSeenAt: Instant }),
  NodeQuarantined: event('A node failed so often on a release that it stopped trying.', {
    cluster,
    generation,
    digest,
    reason: z.string(),
    attempts: Count,
  }),
  NodeUnquarantined: event('A node may try that release again.', { cluster, digest }),
  RefusalReported: event('A node refused a document.', {
    cluster,
    code: described(z.string(), 'a code of docs/protocol.md §3'),
    digest: Sha256.optional(),
    generation: Count.optional(),
    detail: z.string().optional(),
    evidence: described(z.array(Sha256).optional(), 'blobs with the envelopes it sent along'),
  }),
  EvidenceReported: event('A node reported something of a kind that this version only stores.', {
    cluster,
    kind: z.string(),
    evidence: z.looseObject({}),
  }),
};

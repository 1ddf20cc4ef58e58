import * as z from 'zod';
import { DriftFinding } from './drift.ts';
import { NewEnrolmentToken } from './enrolment-token.ts';
import { StoredEvent } from './event.ts';
import { Facts, Order } from './node-messages.ts';
import { ClusterName, Count, Instant, Justification, Labels, NodeId, QueryCount, Sha256 } from './words.ts';

export const NodeStatus = z.enum(['online', 'stale', 'removed']).meta({ id: 'NodeStatus' });
export type NodeStatus = z.infer<typeof NodeStatus>;

/** A node in lists: what its events say; what it runs right now comes from its pulse. */
export const NodeSummary = z
  .strictObject({
    id: NodeId,
    cluster: ClusterName,
    status: NodeStatus,
    facts: Facts,
    labels: Labels,
    enrolledAt: Instant,
    /** Absent until the first check-in. */
    lastSeenAt: Instant.optional(),
    running: z.strictObject({ generation: Count, digestPrefix: z.string() }).optional(),
    proven: z.strictObject({ generation: Count, state: z.enum(['resident', 'active']), at: Instant }).optional(),
    drift: z.array(DriftFinding),
    quarantined: z.boolean(),
    healthy: z.boolean(),
  })
  .meta({ id: 'NodeSummary' });
export type NodeSummary = z.infer<typeof NodeSummary>;

export const NodeDetails = NodeSummary.extend({
  /** OpenSSH SHA-256 fingerprint of the identity key; absent once removed. */
  fingerprint: z.string().optional(),
  labelsRevision: Count,
  labelsSigned: z.boolean(),
  orders: z.array(Order),
  quarantine: z.strictObject({ generation: Count, digest: Sha256, reason: z.string(), at: Instant }).optional(),
  /** A new key that waits for `replace/confirm`. */
  pending: z.strictObject({ fingerprint: z.string(), at: Instant }).optional(),
  revision: Count,
}).meta({ id: 'NodeDetails' });
export type NodeDetails = z.infer<typeof NodeDetails>;

export const NodeQuery = z.strictObject({
  cluster: ClusterName.optional(),
  cursor: z.string().max(512).optional(),
  limit: QueryCount(1, 200).default(50),
});
export type NodeQuery = z.infer<typeof NodeQuery>;
export const NodePage = z
  .strictObject({ nodes: z.array(NodeSummary), next: z.string().optional() })
  .meta({ id: 'NodePage' });

export const TimelineQuery = z.strictObject({
  cursor: z.string().max(512).optional(),
  limit: QueryCount(1, 200).default(50),
});
export type TimelineQuery = z.infer<typeof TimelineQuery>;
export const Timeline = z
  .strictObject({ events: z.array(StoredEvent), next: z.string().optional() })
  .meta({ id: 'Timeline' });

export const JustifiedRequest = z.strictObject({ justification: Justification }).meta({ id: 'JustifiedRequest' });
export const OrderAnswer = z.strictObject({ order: z.string(), revision: Count }).meta({ id: 'OrderAnswer' });

export const ReplaceAnswer = NewEnrolmentToken;
export const ConfirmReplacementRequest = z
  .strictObject({
    /** OpenSSH SHA-256 fingerprint, as the new agent shows it. */
    fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
    justification: Justification,
  })
  .meta({ id: 'ConfirmReplacementRequest' });
export const ConfirmReplacementAnswer = z.strictObject({ id: NodeId, fingerprint: z.string(), revision: Count });

/** All labels as they shall be; what is left out is taken away. */
export const SetLabelsRequest = z.strictObject({ labels: Labels }).meta({ id: 'SetLabelsRequest' });
export const SetLabelsAnswer = z.strictObject({ id: NodeId, labels: Labels, labelsRevision: Count, revision: Count });

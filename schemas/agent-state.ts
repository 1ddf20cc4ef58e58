import * as z from 'zod';
import { DsseEnvelope } from './documents.ts';
import { NodeRefusal } from './node-messages.ts';
import { ClusterName, Count, Instant, Labels, NodeId, Sha256 } from './words.ts';

const Place = z.strictObject({ epoch: Count, generation: Count, digest: Sha256 });
/** Folder below `releases/` that readers see through `current`. */
const Folder = z.string().regex(/^\d{1,16}-\d{1,16}(?:\.\d{1,4})?$/);

/**
 * What an agent remembers, in one file that is replaced whole. Only what was verified before gets in here.
 * @see docs/agent.md
 */
export const AgentState = z.strictObject({
  format: z.literal(1),
  /** null until enrolled. */
  node: z.strictObject({ nodeId: NodeId, cluster: ClusterName, controlPlane: z.string() }).nullable(),
  /** Newest root, whole: it is what everything else is verified with. */
  root: z.strictObject({ envelope: DsseEnvelope, digest: Sha256, version: Count, epoch: Count }).nullable(),
  /** Highest directive seen under this root's epoch. */
  directive: z.strictObject({ epoch: Count, sequence: Count, digest: Sha256, envelope: DsseEnvelope }).nullable(),
  labels: z.strictObject({ revision: Count, digest: Sha256, labels: Labels }).nullable(),
  /** Highest release ever activated. */
  floor: Place.nullable(),
  running: Place.extend({ folder: Folder }).nullable(),
  /** The release before it, kept on disk. */
  previous: Sha256.nullable(),
  /** A switch that began: what a kill in the middle leaves behind. */
  switching: Place.nullable(),
  resident: z.array(Sha256),
  receipts: z.strictObject({
    counter: Count,
    /** Of the last receipt's text, '' before the first. */
    sha256: Sha256.or(z.literal('')),
    /** The probe failed when the running release was proven last: it is proven again once it is well. */
    unwell: z.boolean(),
    queue: z.array(z.strictObject({ counter: Count, jws: z.string() })),
  }),
  /** Newest `issuedAt` verified. */
  timeFloor: Instant.nullable(),
  checkpoint: z.string().nullable(),
  swap: z
    .strictObject({
      generation: Count,
      digest: Sha256,
      attempts: Count,
      reason: z.string(),
      quarantined: z.boolean(),
      retryAtMs: z.number(),
    })
    .nullable(),
  /** Not told yet, and which were told (`code digest`), newest last. */
  refusals: z.array(NodeRefusal),
  told: z.array(z.string()),
  /** Results not reported yet, and ids of orders obeyed, newest last. */
  ordersDone: z.array(
    z.strictObject({
      id: z.string(),
      result: z.enum(['done', 'failed', 'unknown_kind']),
      detail: z.string().optional(),
    }),
  ),
  ordersObeyed: z.array(z.string()),
});
export type AgentState = z.infer<typeof AgentState>;

export const NEW_AGENT_STATE: AgentState = {
  format: 1,
  node: null,
  root: null,
  directive: null,
  labels: null,
  floor: null,
  running: null,
  previous: null,
  switching: null,
  resident: [],
  receipts: { counter: 0, sha256: '', unwell: false, queue: [] },
  timeFloor: null,
  checkpoint: null,
  swap: null,
  refusals: [],
  told: [],
  ordersDone: [],
  ordersObeyed: [],
};

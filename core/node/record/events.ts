import type { DriftFinding } from '../../../schemas/drift.ts';
import type { Facts } from '../../../schemas/node-messages.ts';
import type { ClusterName, Instant, Labels, Sha256 } from '../../../schemas/words.ts';
import type { NodeKeys, NodeOrder } from './state.ts';

/** What happens to a node. `cluster` is in each, for those who read events alone. */
export type NodeEvent = { readonly at: Instant; readonly cluster: ClusterName } & (
  | { type: 'NodeEnrolled'; tokenId: string; keys: NodeKeys; facts: Facts /** The JWS as it came. */; request: string }
  /** Granted; the statement of exactly this is signed afterwards (`issuedAt` = `at`). */
  | { type: 'LabelsDrafted'; revision: number; labels: Labels; by: string }
  | { type: 'LabelsSigned'; revision: number; envelopeSha256: Sha256 }
  | { type: 'ReplacementOffered'; tokenId: string }
  | {
      type: 'ReplacementRequested';
      tokenId: string;
      keys: NodeKeys;
      fingerprint: string;
      facts: Facts;
      request: string;
    }
  | {
      type: 'ReplacementConfirmed';
      fingerprint: string;
      thumbprint: Sha256;
      revokedThumbprint: Sha256;
      justification: string;
    }
  | { type: 'NodeRemoved'; revokedThumbprint: Sha256 }
  | { type: 'OrderGiven'; order: NodeOrder; justification: string }
  | { type: 'OrderDone'; id: string; kind: string; result: 'done' | 'failed' | 'unknown_kind'; detail?: string }
  | {
      type: 'ReceiptStored';
      receipt: string;
      sha256: Sha256;
      counter: number;
      state: 'resident' | 'active';
      epoch: number;
      generation: number;
      digest: Sha256;
      deploymentId?: string;
      probe: 'ok' | 'failed' | 'none' /** Receipts before this one never arrived. */;
      gap?: true;
    }
  /** `field`: what of it cannot be. */
  | { type: 'ReceiptRefused'; code: string; counter: number; field: string }
  | { type: 'DriftDetected'; finding: DriftFinding }
  | { type: 'DriftResolved'; finding: DriftFinding }
  /** The first finding was opened; why is in the `DriftDetected` before it. */
  | { type: 'NodeDiverged'; rule: string; reason: string }
  /** The last finding was resolved, or a stale node came back. */
  | { type: 'NodeRecovered'; from: 'drift' | 'stale' }
  | { type: 'NodeStale'; lastSeenAt: Instant }
  | { type: 'NodeQuarantined'; generation: number; digest: Sha256; reason: string; attempts: number }
  | { type: 'NodeUnquarantined'; digest: Sha256; justification: string }
  /** A document the node refused; `evidence` are blobs (namespace `evidence`) of the envelopes it sent along. */
  | {
      type: 'RefusalReported';
      code: string;
      digest?: Sha256;
      generation?: number;
      detail?: string;
      evidence?: readonly Sha256[];
    }
  | { type: 'EvidenceReported'; kind: string; evidence: { readonly [name: string]: string | number } }
);

/** One event without what every event of one decision shares. */
export type NodeFact = NodeEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'cluster'> : never) : never;

import type { RiskReason } from '../../schemas/snapshot.ts';
import type { Instant, Risk, Sha256 } from '../../schemas/words.ts';

/** Of the name: which revisions there are. */
export type SnapshotEvent = {
  readonly type: 'SnapshotRevised';
  readonly at: Instant;
  readonly revision: number;
  readonly digest: Sha256;
};

/** What one revision is, fixed when it is created; the map lies in its document (blob namespace `snapshot`). */
export interface RevisionProfile {
  readonly name: string;
  readonly revision: number;
  readonly digest: Sha256;
  readonly contentDigest: Sha256;
  readonly configCount: number;
  readonly clusters: readonly string[];
  /** The beginning of it; the document has all. */
  readonly summary: string;
  readonly statedRisk: Risk;
  /** As in the document: never lower later. */
  readonly risk: Risk;
  /** The gravest ones. */
  readonly riskReasons: readonly RiskReason[];
  readonly effectiveFrom: Instant | null;
  readonly effectiveTo: Instant | null;
  readonly author: string;
}

export type RevisionEvent =
  | ({ readonly type: 'SnapshotCreated'; readonly at: Instant } & RevisionProfile)
  | { readonly type: 'SnapshotValidated'; readonly at: Instant; readonly by: string }
  | {
      readonly type: 'SnapshotApproved';
      readonly at: Instant;
      readonly by: string;
      readonly snapshotDigest: Sha256;
      readonly note: string | null;
    }
  | { readonly type: 'SnapshotRejected'; readonly at: Instant; readonly by: string; readonly note: string }
  /** Takes the place of an approval: Admin, on record, with an alarm. */
  | { readonly type: 'GlassBroken'; readonly at: Instant; readonly by: string; readonly justification: string };

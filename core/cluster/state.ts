import type { Candidate, DsseEnvelope } from '../../schemas/documents.ts';
import type { ClusterName, ConfigName, DeploymentId, Instant, Risk, SemVer, Sha256 } from '../../schemas/words.ts';

export interface SnapshotRef {
  readonly name: string;
  readonly revision: number;
  /** Digest of the snapshot document (blob namespace `snapshot`). */
  readonly digest: Sha256;
}

/** A release as its cluster remembers it: names and digests, never content. */
export interface ReleaseRef {
  readonly epoch: number;
  readonly generation: number;
  /** SHA-256 of the payload bytes; the payload lies in blob namespace `release` under it. */
  readonly digest: Sha256;
  /** Blob of the signed envelope (namespace `release`), null until `ReleaseSigned`. */
  readonly envelopeSha256: Sha256 | null;
  readonly snapshot: SnapshotRef;
  /** Digest over config name → version digest alone: equal for the same content at any generation; pins name it. */
  readonly contentDigest: Sha256;
  readonly deploymentId: DeploymentId;
}

export interface DirectiveState {
  readonly epoch: number;
  readonly sequence: number;
  /** Exact payload bytes, base64: fixed when drafted; '' once signed, because the envelope holds them. */
  readonly payload: string;
  readonly digest: Sha256;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** null until `DirectiveSigned`. */
  readonly envelope: DsseEnvelope | null;
}

/** The head of a cluster stream; ≤ 16 KB. */
export interface ClusterState {
  readonly name: ClusterName;
  /** False only in the initial state. */
  readonly exists: boolean;
  readonly riskFloor: Risk;
  readonly directiveLifetimeSeconds: number;
  readonly epoch: number;
  /** Highest generation ever drafted; the next is one more, whatever happened to it. */
  readonly generation: number;
  /**
   * Drafted since the last recovery, newest first, the last few: no other release has their generations here. The next
   * one names the newest.
   */
  readonly releases: readonly { readonly generation: number; readonly digest: Sha256 }[];
  /** Release drafted or signed but not yet completed; the deployment that holds the lock owns it. */
  readonly draft: ReleaseRef | null;
  readonly stable: ReleaseRef | null;
  /** As the newest directive names it; its release is `draft`. */
  readonly candidate: Candidate | null;
  /** Once a candidate was drafted with `activate`, going back needs a higher generation (protocol §3). */
  readonly candidateActivated: boolean;
  readonly keep: readonly ReleaseRef[];
  /** Newest directive, perhaps unsigned, and the newest signed one, which is served. */
  readonly directive: DirectiveState | null;
  readonly served: DirectiveState | null;
  readonly lock: DeploymentId | null;
  /** Revoked contents that a release of this cluster held when they were revoked; the newest eight. */
  readonly revoked: readonly { readonly config: ConfigName; readonly version: SemVer; readonly digest: Sha256 }[];
  readonly pins: readonly {
    readonly contentDigest: Sha256;
    readonly snapshot: SnapshotRef;
    readonly deploymentId: DeploymentId;
    readonly at: Instant;
  }[];
  /** Newest first, a few; older ones are in the events (`ReleaseDrafted`, `ReleaseCompleted`). */
  readonly activations: readonly {
    readonly snapshot: SnapshotRef;
    readonly contentDigest: Sha256;
    readonly generation: number;
    readonly at: Instant;
  }[];
  readonly signingStopped: {
    readonly at: Instant;
    readonly provenEpoch: number;
    readonly provenGeneration: number;
    readonly provenSequence: number;
  } | null;
}

import type { Candidate, DsseEnvelope } from '../../schemas/documents.ts';
import type { ClusterName, ConfigName, DeploymentId, Instant, Risk, SemVer, Sha256 } from '../../schemas/words.ts';
import type { DirectiveState, ReleaseRef } from './state.ts';

/** What happens to a cluster. Everything that changes its next directive is followed by `DirectiveDrafted` in the same append. */
export type ClusterEvent =
  | {
      type: 'ClusterCreated';
      at: Instant;
      name: ClusterName;
      riskFloor: Risk;
      directiveLifetimeSeconds: number;
      epoch: number;
    }
  | { type: 'ClusterConfigured'; at: Instant; riskFloor: Risk; directiveLifetimeSeconds: number }
  | { type: 'ClusterLocked'; at: Instant; deploymentId: DeploymentId }
  /** The lock goes from a failing deployment to the one that undoes it, never through "free". */
  | { type: 'LockPassed'; at: Instant; from: DeploymentId; to: DeploymentId }
  | { type: 'ClusterUnlocked'; at: Instant; deploymentId: DeploymentId }
  /** Generation and exact payload bytes are fixed here (blob `release/<digest>`), before anything is signed. */
  | { type: 'ReleaseDrafted'; at: Instant; release: ReleaseRef }
  | { type: 'ReleaseSigned'; at: Instant; digest: Sha256; envelopeSha256: Sha256 }
  | { type: 'CandidateSet'; at: Instant; candidate: Candidate; keep: readonly ReleaseRef[] }
  | { type: 'CandidateWithdrawn'; at: Instant; deploymentId: DeploymentId }
  /** Every node has proven the draft: it becomes stable and Active, what was Active becomes Rollback. */
  | { type: 'ReleaseCompleted'; at: Instant; deploymentId: DeploymentId }
  | { type: 'ContentPinned'; at: Instant; release: ReleaseRef; deploymentId: DeploymentId }
  /** A version that this cluster runs, or is about to, was revoked: nodes running it drift until it is gone. */
  | { type: 'RevokedContentFound'; at: Instant; config: ConfigName; version: SemVer; digest: Sha256 }
  | { type: 'PinLifted'; at: Instant; contentDigest: Sha256; justification: string }
  | { type: 'DirectiveDrafted'; at: Instant; directive: Omit<DirectiveState, 'envelope'> }
  | { type: 'DirectiveSigned'; at: Instant; sequence: number; envelope: DsseEnvelope }
  /** A node proved releases or directives of ours that we do not know: signing stops (protocol §5). */
  | {
      type: 'ControlPlaneBehind';
      at: Instant;
      node: string;
      provenEpoch: number;
      provenGeneration: number;
      provenSequence: number;
    }
  | {
      type: 'ClusterRecovered';
      at: Instant;
      epoch: number;
      generation: number;
      sequence: number;
      justification: string;
    };

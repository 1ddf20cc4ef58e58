import type { Reason } from '../../schemas/deployment.ts';
import type { NodeCounts } from '../../schemas/deployment-node.ts';
import type { Breach } from '../../schemas/deployment-report.ts';
import type { Selector } from '../../schemas/documents.ts';
import type { Strategy } from '../../schemas/strategy.ts';
import type { ClusterName, DeploymentId, Instant, Sha256 } from '../../schemas/words.ts';
import type { SnapshotRef } from '../cluster/state.ts';
import type { CohortHealth } from '../health/cohort.ts';
import type { PlanRef, ReleasedPhase } from './state.ts';

/** Why a deployment is held: only a person can go on from here. */
export type HeldFor = 'partial_proven' | 'awaiting_promotion' | 'node_failed';

/** What happens to a deployment. Justifications are in the events alone: heads stay small. */
export type DeploymentEvent =
  | {
      type: 'DeploymentStarted';
      at: Instant;
      id: DeploymentId;
      cluster: ClusterName;
      snapshot: SnapshotRef;
      contentDigest: Sha256;
      strategy: Strategy;
      selector: Selector | null;
      rollbackOf: DeploymentId | null;
      justification: string | null;
      startedBy: string;
      traceId: string;
    }
  | {
      type: 'DeploymentPlanned';
      at: Instant;
      run: number;
      generation: number;
      /** Of the release; absent in events that are older than this member. */
      digest?: Sha256;
      plan: PlanRef;
      baseline: CohortHealth | null;
      notes: readonly Reason[];
    }
  | { type: 'PhaseReleased'; at: Instant; phase: Omit<ReleasedPhase, 'releasedAt' | 'provenAt'> }
  | { type: 'PhaseProven'; at: Instant; phase: number; counts: NodeCounts }
  /** A person decided that the phase is done, proven or not. */
  | { type: 'PhaseAdvanced'; at: Instant; phase: number; justification: string }
  /** The reasons why it waits have changed; none left = it goes on. */
  | { type: 'DeploymentWaiting'; at: Instant; phase: number; reasons: readonly Reason[]; counts: NodeCounts }
  | { type: 'DeploymentHeld'; at: Instant; phase: number; reason: HeldFor; counts: NodeCounts }
  | { type: 'DeploymentPaused'; at: Instant; justification: string | null }
  | { type: 'DeploymentResumed'; at: Instant; run: number; justification: string | null }
  /** The same deployment in a fresh execution of the state machine: its history was getting long, or it broke. */
  | { type: 'RunRenewed'; at: Instant; run: number }
  | { type: 'DeploymentWidened'; at: Instant; run: number; justification: string | null }
  | { type: 'HealthBreached'; at: Instant; breach: Breach }
  /** `by` is null when nothing had been activated: the candidate was withdrawn. */
  | { type: 'DeploymentRolledBack'; at: Instant; by: DeploymentId | null; automatic: boolean; justification: string }
  | { type: 'DeploymentStopped'; at: Instant; justification: string | null }
  /** Nothing to go back to: the candidate was withdrawn, nodes keep what they run. */
  | { type: 'DeploymentHalted'; at: Instant; reason: Reason; automatic: boolean; justification: string | null }
  | { type: 'DeploymentCompleted'; at: Instant; counts: NodeCounts }
  /** Of a rollback: how long it took from the decision to the last receipt of an online node. */
  | {
      type: 'DeploymentReported';
      at: Instant;
      outcome: string;
      executionMilliseconds: number | null;
      counts: NodeCounts;
    };

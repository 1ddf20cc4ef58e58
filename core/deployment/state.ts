import type { DeploymentStatus, PhaseMode, PlannedPhase, Reason } from '../../schemas/deployment.ts';
import type { NodeCounts } from '../../schemas/deployment-node.ts';
import type { Breach } from '../../schemas/deployment-report.ts';
import type { Selector } from '../../schemas/documents.ts';
import type { PulseRelease } from '../../schemas/pulse.ts';
import type { Strategy } from '../../schemas/strategy.ts';
import type { ClusterName, DeploymentId, Instant, Sha256 } from '../../schemas/words.ts';
import type { SnapshotRef } from '../cluster/state.ts';
import type { CohortHealth } from '../health/cohort.ts';
import { pulseRelease } from '../pulse/release.ts';

/** The plan as the head keeps it; many phases lie in a blob. */
export interface PlanRef {
  readonly phaseCount: number;
  readonly nodes: number;
  readonly offlineNodes: number;
  readonly predictedSeconds: number;
  /** null when there are more than `INLINE_PHASES`; then `blob` (namespace `plan`) holds them. */
  readonly phases: readonly PlannedPhase[] | null;
  readonly blob: Sha256 | null;
  /** Blob (namespace `plan`) of the sorted node ids a selector matched; null without selector. */
  readonly members: Sha256 | null;
}
export const INLINE_PHASES = 16;

/** The phase released last. */
export interface ReleasedPhase {
  readonly phase: number;
  readonly mode: PhaseMode;
  readonly cutoff: string;
  readonly nodes: number;
  readonly soakSeconds: number;
  readonly releasedAt: Instant;
  /** When all its nodes had proven the release; the soak counts from here. */
  readonly provenAt: Instant | null;
}

/** The head of a deployment stream; ≤ 16 KB. */
export interface DeploymentState {
  readonly id: DeploymentId;
  /** False only in the initial state. */
  readonly exists: boolean;
  readonly cluster: ClusterName;
  readonly snapshot: SnapshotRef;
  readonly contentDigest: Sha256;
  readonly strategy: Strategy;
  /** As it applies now; widening drops it. */
  readonly selector: Selector | null;
  readonly status: DeploymentStatus;
  /** Fence: a step of an older run is told `superseded`. */
  readonly run: number;
  /** null until the release is drafted and the phases are planned. */
  readonly plan: PlanRef | null;
  readonly generation: number | null;
  /** Of that release; absent before, and in heads that are older than this member. */
  readonly digest?: Sha256;
  /** Health of the cluster before the deployment touched it. */
  readonly baseline: CohortHealth | null;
  readonly phase: ReleasedPhase | null;
  /** Phase of this plan that a person advanced past; 0 = none. */
  readonly advanced: number;
  readonly counts: NodeCounts | null;
  /** Why it waits or is held; codes and short words. */
  readonly reasons: readonly Reason[];
  readonly breachedAt: Instant | null;
  readonly breachTriggers: readonly Breach['findings'][number]['trigger'][];
  readonly rollbackOf: DeploymentId | null;
  readonly rolledBackBy: DeploymentId | null;
  /** Whether it was told how it went; absent before, as in every head that is older than this member. */
  readonly reported?: true;
  readonly startedBy: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** Trace of the command that started it; every step continues it. */
  readonly traceId: string;
}

/** The release that the nodes are to prove, null before there is one. */
export const plannedRelease = ({
  generation,
  digest,
}: Pick<DeploymentState, 'generation' | 'digest'>): PulseRelease | null =>
  generation === null || digest === undefined ? null : pulseRelease({ generation, digest });

/** Number of the phase released last, 0 before the first. */
export const phaseNumber = ({ phase }: Pick<DeploymentState, 'phase'>): number => phase?.phase ?? 0;

/** Statuses that hold the cluster's lock. */
export const isOpen = ({ status }: Pick<DeploymentState, 'status'>): boolean =>
  status === 'planning' || status === 'running' || status === 'paused' || status === 'held';

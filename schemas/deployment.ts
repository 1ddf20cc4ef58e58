import * as z from 'zod';
import { NodeCounts } from './deployment-node.ts';
import { Selector } from './documents.ts';
import { PageSize } from './event-page.ts';
import { Strategy } from './strategy.ts';
import {
  ClusterName,
  ConfigName,
  Count,
  DeploymentId,
  Instant,
  Justification,
  Labels,
  Sha256,
  SnapshotName,
  VersionInput,
} from './words.ts';

/** A named revision, with the digest of its document. */
export const SnapshotRevision = z
  .strictObject({ name: SnapshotName, revision: Count.min(1), digest: Sha256 })
  .meta({ id: 'SnapshotRevision' });

/** As somebody asks for it: a member that we do not know would be a condition that nobody heeds. */
const SelectorInput = z.strictObject({ matchLabels: Labels }).meta({ id: 'SelectorInput' });

/** A snapshot (its newest revision unless stated), or one version put into the cluster's active map. */
export const StartDeploymentRequest = z
  .strictObject({
    /** Default: the one cluster the snapshot targets, or `service.environment` of the config. */
    cluster: ClusterName.optional(),
    snapshot: SnapshotName.optional(),
    revision: Count.min(1).optional(),
    configName: ConfigName.optional(),
    configVersion: VersionInput.optional(),
    /** Default: that of the config, where one is named. */
    strategy: Strategy.optional(),
    /** Only nodes with these labels; the deployment is then held until somebody widens it. */
    selector: SelectorInput.refine(
      (selector) => JSON.stringify(selector).length <= 512,
      'at most 512 characters',
    ).optional(),
    justification: Justification.optional(),
  })
  .refine(
    ({ snapshot, configName, configVersion }) =>
      snapshot === undefined
        ? configName !== undefined && configVersion !== undefined
        : configName === undefined && configVersion === undefined,
    'name a snapshot, or configName and configVersion',
  )
  .refine(({ snapshot, revision }) => revision === undefined || snapshot !== undefined, 'a revision needs a snapshot')
  .meta({ id: 'StartDeploymentRequest' });
export type StartDeploymentRequest = z.infer<typeof StartDeploymentRequest>;

export const DEPLOYMENT_STATUSES = [
  'planning',
  'running',
  'paused',
  'held',
  'completed',
  'rolled_back',
  'stopped',
  'halted',
] as const;
export const DeploymentStatus = z.enum(DEPLOYMENT_STATUSES).meta({ id: 'DeploymentStatus' });
export type DeploymentStatus = z.infer<typeof DeploymentStatus>;

export const PhaseMode = z.enum(['activate', 'preload']);
export type PhaseMode = z.infer<typeof PhaseMode>;

/** One step of a plan. `nodes` counts from the beginning: all nodes that have the release when it is done. */
export const PlannedPhase = z
  .strictObject({
    phase: Count.min(1),
    mode: PhaseMode,
    nodes: Count,
    /** Nodes with a rank up to this are in (protocol §3). */
    cutoff: z.string().regex(/^([0-9a-f]{16})?$/),
    soakSeconds: Count,
  })
  .meta({ id: 'PlannedPhase' });
export type PlannedPhase = z.infer<typeof PlannedPhase>;

/** One reason why something does not go on, by a code that scripts may branch on. */
export const Reason = z
  .strictObject({ code: z.string().max(64), detail: z.string().max(512).optional() })
  .meta({ id: 'Reason' });
export type Reason = z.infer<typeof Reason>;

export const PlanResponse = z
  .strictObject({
    cluster: ClusterName,
    snapshot: z.strictObject({ name: SnapshotName, revision: Count.min(1) }),
    strategy: Strategy,
    selector: Selector.optional(),
    /** Online nodes that take part, and nodes that are away: they follow when they return. */
    nodes: Count,
    offlineNodes: Count,
    phases: z.array(PlannedPhase).max(10_000),
    predictedSeconds: Count,
    /** How fast a rollback would be. */
    rollback: z.literal('direct'),
    /** Why it could not start right now. */
    conflicts: z.array(Reason),
    /** What one should know. */
    notes: z.array(Reason),
  })
  .meta({ id: 'DeploymentPlan' });
export type PlanResponse = z.infer<typeof PlanResponse>;

export const DeploymentResponse = z
  .strictObject({
    id: DeploymentId,
    cluster: ClusterName,
    snapshot: SnapshotRevision,
    strategy: Strategy,
    selector: Selector.optional(),
    status: DeploymentStatus,
    run: Count,
    generation: Count.optional(),
    phase: Count,
    phases: Count,
    plan: z.strictObject({ nodes: Count, offlineNodes: Count, predictedSeconds: Count }).optional(),
    /** Of the phase now released, at the last event; live per node: `/nodes`. */
    counts: NodeCounts.optional(),
    /** Why it waits or is held. */
    reasons: z.array(Reason),
    rollbackOf: DeploymentId.optional(),
    rolledBackBy: DeploymentId.optional(),
    startedBy: z.string(),
    startedAt: Instant,
    phaseReleasedAt: Instant.optional(),
    endedAt: Instant.optional(),
    revision: Count.min(1),
  })
  .meta({ id: 'Deployment' });
export type DeploymentResponse = z.infer<typeof DeploymentResponse>;

export const DeploymentPage = z
  .strictObject({ items: z.array(DeploymentResponse), next: z.string().optional() })
  .meta({ id: 'DeploymentPage' });

/** Why; demanded where the act overrides a rule. */
export const ReasonedRequest = z
  .strictObject({ justification: Justification.optional() })
  .prefault({})
  .meta({ id: 'ReasonedRequest' });
export const JustifiedRequest = z.strictObject({ justification: Justification }).meta({ id: 'JustifiedRequest' });

export const StartDeploymentResponse = z
  .strictObject({ id: DeploymentId, cluster: ClusterName, status: DeploymentStatus })
  .meta({ id: 'StartedDeployment' });
/** Of a command: the state after it; `id` is the new deployment where one was made to go back. */
export const DeploymentCommandResponse = z
  .strictObject({ id: DeploymentId, status: DeploymentStatus, rollbackOf: DeploymentId.optional() })
  .meta({ id: 'DeploymentCommandAnswer' });
export type DeploymentCommandResponse = z.infer<typeof DeploymentCommandResponse>;
export type StartDeploymentResponse = z.infer<typeof StartDeploymentResponse>;

export const DeploymentQuery = z.strictObject({
  cluster: ClusterName.optional(),
  status: DeploymentStatus.optional(),
  after: z.string().max(1024).optional(),
  limit: PageSize,
});
export type DeploymentQuery = z.infer<typeof DeploymentQuery>;

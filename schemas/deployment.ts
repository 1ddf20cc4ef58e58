import { z } from 'zod';
import {
  ClusterName,
  ConfigName,
  Count,
  DeploymentId,
  Instant,
  Justification,
  NodeId,
  Sha256,
  SnapshotName,
  VersionInput,
} from './common.ts';
import { Selector } from './documents.ts';
import { Strategy } from './strategy.ts';

/** A named revision, with the digest of its document. */
export const SnapshotRevision = z
  .strictObject({ name: SnapshotName, revision: Count.min(1), digest: Sha256 })
  .meta({ id: 'SnapshotRevision' });

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
    selector: Selector.refine(
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

export const NodeCounts = z
  .strictObject({ expected: Count, applied: Count, failed: Count, overdue: Count, offline: Count, pending: Count })
  .meta({ id: 'NodeCounts' });
export type NodeCounts = z.infer<typeof NodeCounts>;

/** A trigger that fired, with what was measured. */
export const TriggerFinding = z
  .strictObject({
    trigger: z.enum(['error_rate', 'latency_p99', 'failed_health_checks', 'custom_metric', 'no_data']),
    metric: z.string().optional(),
    /** Measured over requests (or probes), or over nodes that each weigh the same. */
    share: z.enum(['requests', 'nodes']),
    candidate: z.number(),
    reference: z.number().nullable(),
    limit: z.number(),
    unit: z.enum(['ratio', 'milliseconds', 'per_request', 'seconds']),
    comparedWith: z.enum(['stable', 'baseline', 'nothing']),
  })
  .meta({ id: 'TriggerFinding' });
export type TriggerFinding = z.infer<typeof TriggerFinding>;

export const Breach = z
  .strictObject({
    phase: Count,
    generation: Count,
    findings: z.array(TriggerFinding).min(1).max(16),
    /** Worst candidate nodes first. */
    nodes: z
      .array(
        z.strictObject({
          node: NodeId,
          requests: Count,
          errors: Count,
          probesFailed: Count,
          unhealthy: z.boolean(),
          swapFailed: z.boolean(),
        }),
      )
      .max(20),
    samplesDropped: Count,
  })
  .meta({ id: 'Breach' });
export type Breach = z.infer<typeof Breach>;

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

export const NodeVerdict = z
  .enum(['applied', 'failed', 'overdue', 'offline', 'pending', 'waiting'])
  .meta({ id: 'NodeVerdict' });
export type NodeVerdict = z.infer<typeof NodeVerdict>;

export const DeploymentNode = z
  .strictObject({
    node: NodeId,
    verdict: NodeVerdict,
    generation: Count,
    provenGeneration: Count,
    provenAt: Instant.optional(),
    seenAt: Instant,
    drift: z.array(z.string()),
    unhealthy: z.boolean(),
  })
  .meta({ id: 'DeploymentNode' });
export type DeploymentNode = z.infer<typeof DeploymentNode>;
export const DeploymentNodePage = z
  .strictObject({ items: z.array(DeploymentNode), counts: NodeCounts, next: z.string().optional() })
  .meta({ id: 'DeploymentNodePage' });

/** What happened, told at the end: computed from the events of the deployment and of its rollback. */
export const DeploymentReport = z
  .strictObject({
    id: DeploymentId,
    cluster: ClusterName,
    outcome: DeploymentStatus,
    automatic: z.boolean(),
    justification: z.string().optional(),
    breach: Breach.optional(),
    /** From the release of the phase that failed to the breach being recorded. */
    detectionMilliseconds: Count.optional(),
    rollback: z
      .strictObject({
        id: DeploymentId,
        outcome: DeploymentStatus,
        generation: Count.optional(),
        /** From the decision to the last receipt of an online node. */
        executionMilliseconds: Count.optional(),
        counts: NodeCounts.optional(),
      })
      .optional(),
    timeline: z
      .array(z.strictObject({ at: Instant, type: z.string(), phase: Count.optional(), detail: z.string().optional() }))
      .max(10_000),
  })
  .meta({ id: 'DeploymentReport' });
export type DeploymentReport = z.infer<typeof DeploymentReport>;

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

const PageSize = z.coerce.number().int().min(1).max(200).default(50);
export const DeploymentQuery = z.strictObject({
  cluster: ClusterName.optional(),
  status: DeploymentStatus.optional(),
  after: z.string().max(1024).optional(),
  limit: PageSize,
});
export type DeploymentQuery = z.infer<typeof DeploymentQuery>;
export const PageQuery = z.strictObject({ after: z.string().max(1024).optional(), limit: PageSize });
export type PageQuery = z.infer<typeof PageQuery>;

/** Events of one stream, oldest first; poll with the last `next` for what came since. */
export const EventPage = z
  .strictObject({
    items: z.array(
      z.strictObject({
        revision: Count.min(1),
        type: z.string(),
        at: Instant,
        actor: z.string(),
        role: z.string(),
        traceId: z.string(),
        /** null once erased. */
        payload: z.record(z.string(), z.json()).nullable(),
      }),
    ),
    /** Continues after the last one; given on every page, so that polling never starts anew. */
    next: z.string(),
  })
  .meta({ id: 'EventPage' });
export type EventPage = z.infer<typeof EventPage>;

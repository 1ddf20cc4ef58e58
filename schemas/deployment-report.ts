import * as z from 'zod';
import { DeploymentStatus } from './deployment.ts';
import { NodeCounts } from './deployment-node.ts';
import { ClusterName, Count, DeploymentId, Instant, NodeId } from './words.ts';

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

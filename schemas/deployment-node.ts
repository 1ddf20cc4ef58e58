import * as z from 'zod';
import { Count, Instant, NodeId } from './words.ts';

export const NodeCounts = z
  .strictObject({ expected: Count, applied: Count, failed: Count, overdue: Count, offline: Count, pending: Count })
  .meta({ id: 'NodeCounts' });
export type NodeCounts = z.infer<typeof NodeCounts>;

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
    /** Of its health samples, since it was first heard of; absent for none. */
    samplesDropped: Count.optional(),
  })
  .meta({ id: 'DeploymentNode' });
export type DeploymentNode = z.infer<typeof DeploymentNode>;
export const DeploymentNodePage = z
  .strictObject({ items: z.array(DeploymentNode), counts: NodeCounts, next: z.string().optional() })
  .meta({ id: 'DeploymentNodePage' });

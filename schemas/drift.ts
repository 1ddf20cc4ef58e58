import * as z from 'zod';
import { ClusterName, ConfigName, Instant, NodeId, QueryCount } from './words.ts';

/** What differs. An open list: readers take an unknown kind as it is. */
export const DriftKind = z
  .enum(['version', 'config', 'policy', 'swap', 'resource', 'liveness'])
  .meta({ id: 'DriftKind' });
export type DriftKind = z.infer<typeof DriftKind>;

/** Which rule noticed; each is one file of core/drift/rules with the same name. */
export const DRIFT_RULES = [
  'version_behind',
  'config_digest_mismatch',
  'unknown_config_present',
  'config_missing',
  'revoked_content_runs',
  'swap_failed',
  'cpu_pressure',
  'memory_pressure',
  'stale',
] as const;
export const DriftRuleName = z.enum(DRIFT_RULES).meta({ id: 'DriftRuleName' });
export type DriftRuleName = z.infer<typeof DriftRuleName>;

export const DriftSeverity = z.enum(['low', 'medium', 'high']).meta({ id: 'DriftSeverity' });

/** One way in which a node is not what it should be. */
export const DriftFinding = z
  .strictObject({
    kind: DriftKind,
    rule: DriftRuleName,
    config: z.string().max(96).optional(),
    expected: z.string().max(80),
    observed: z.string().max(160),
    severity: DriftSeverity,
    since: Instant,
  })
  .meta({ id: 'DriftFinding' });
export type DriftFinding = z.infer<typeof DriftFinding>;

export const DriftQuery = z.strictObject({
  cluster: ClusterName.optional(),
  kind: DriftKind.optional(),
  severity: DriftSeverity.optional(),
  config: ConfigName.optional(),
  cursor: z.string().max(512).optional(),
  limit: QueryCount(1, 200).default(50),
});
export type DriftQuery = z.infer<typeof DriftQuery>;

export const DriftPage = z
  .strictObject({
    nodes: z.array(z.strictObject({ node: NodeId, cluster: ClusterName, findings: z.array(DriftFinding) })),
    next: z.string().optional(),
  })
  .meta({ id: 'DriftPage' });

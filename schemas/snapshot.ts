import * as z from 'zod';
import {
  ClusterName,
  ConfigName,
  Count,
  Instant,
  Justification,
  MediaType,
  Risk,
  SemVer,
  Sha256,
  SnapshotName,
  Text,
  VersionInput,
} from './words.ts';

export const CreateSnapshotRequest = z
  .strictObject({
    /** The same name again makes the next revision. Names beginning with `implicit.` are made by deployments. */
    name: SnapshotName.refine((name) => !name.startsWith('implicit.'), 'names beginning with implicit. are reserved'),
    configs: z.record(ConfigName, VersionInput),
    /** Default: the cluster named like the config, when the snapshot holds only one. */
    clusters: z
      .array(ClusterName)
      .min(1)
      .max(50)
      .refine((names) => new Set(names).size === names.length, 'a cluster occurs twice')
      .optional(),
    /** What changes and why, for those who approve. */
    summary: Text,
    /** What the author thinks; what counts is the highest of this, what is computed, and the floors. */
    risk: Risk.default('Low'),
    effectiveFrom: Instant.optional(),
    effectiveTo: Instant.optional(),
  })
  .refine(
    ({ effectiveFrom, effectiveTo }) =>
      effectiveFrom === undefined || effectiveTo === undefined || effectiveFrom < effectiveTo,
    'effectiveFrom must be before effectiveTo',
  )
  .meta({ id: 'CreateSnapshotRequest' });
export type CreateSnapshotRequest = z.infer<typeof CreateSnapshotRequest>;

const named = { revision: Count.min(1) };
export const ValidateSnapshotRequest = z.strictObject({ ...named }).meta({ id: 'ValidateSnapshotRequest' });
export type ValidateSnapshotRequest = z.infer<typeof ValidateSnapshotRequest>;

/** `digest`, when given, must be the one of the revision: what was read is what is approved. */
export const ApproveSnapshotRequest = z
  .strictObject({ ...named, digest: Sha256.optional(), note: Text.optional() })
  .meta({ id: 'ApproveSnapshotRequest' });
export type ApproveSnapshotRequest = z.infer<typeof ApproveSnapshotRequest>;

export const RejectSnapshotRequest = z.strictObject({ ...named, note: Text }).meta({ id: 'RejectSnapshotRequest' });
export type RejectSnapshotRequest = z.infer<typeof RejectSnapshotRequest>;

export const BreakGlassRequest = z
  .strictObject({ ...named, justification: Justification })
  .meta({ id: 'BreakGlassRequest' });
export type BreakGlassRequest = z.infer<typeof BreakGlassRequest>;

/** Its lifecycle, not an environment: `production` once it was active on some cluster. */
export const Stage = z.enum(['staging', 'validated', 'production']).meta({ id: 'Stage' });

export const RiskReason = z
  .strictObject({
    rule: z.enum(['stated', 'production_cluster', 'config_removed', 'schema_changed', 'cluster_floor', 'config_floor']),
    risk: Risk,
    /** Cluster or config it comes from. */
    because: z.string().optional(),
  })
  .meta({ id: 'RiskReason' });
export type RiskReason = z.infer<typeof RiskReason>;

export const Approval = z
  .strictObject({ by: z.string(), at: Instant, snapshotDigest: Sha256 })
  .meta({ id: 'Approval' });

const Change = z.strictObject({ config: ConfigName, version: SemVer, digest: Sha256 });
/** Against what one cluster runs now; a removal is always named. */
export const ClusterDelta = z
  .strictObject({
    cluster: ClusterName,
    /** Staged, Active or Rollback there; absent when it never was. */
    status: z.enum(['Staged', 'Active', 'Rollback']).optional(),
    added: z.array(Change),
    removed: z.array(Change),
    modified: z.array(z.strictObject({ config: ConfigName, before: SemVer, after: SemVer, digest: Sha256 })),
    unchanged: Count,
  })
  .meta({ id: 'ClusterDelta' });
export type ClusterDelta = z.infer<typeof ClusterDelta>;

/** What every answer says of one revision. */
const summary = {
  name: SnapshotName,
  revision: Count.min(1),
  /** Of the snapshot document: what approvals name. */
  digest: Sha256,
  /** Over config name → version digest alone. */
  contentDigest: Sha256,
  stage: Stage,
  summary: Text,
  configCount: Count,
  clusters: z.array(ClusterName),
  risk: z.strictObject({ stated: Risk, effective: Risk, reasons: z.array(RiskReason) }),
  approvalRequired: z.boolean(),
  approvals: z.array(Approval),
  rejected: z.strictObject({ by: z.string(), at: Instant, note: z.string() }).optional(),
  breakGlass: z.strictObject({ by: z.string(), at: Instant, justification: z.string() }).optional(),
  effectiveFrom: Instant.optional(),
  effectiveTo: Instant.optional(),
  author: z.string(),
  createdAt: Instant,
};
export const SnapshotSummary = z.strictObject(summary).meta({ id: 'SnapshotSummary' });
export type SnapshotSummary = z.infer<typeof SnapshotSummary>;

export const SnapshotResponse = z
  .strictObject({
    ...summary,
    configs: z.record(
      ConfigName,
      z.strictObject({ version: SemVer, digest: Sha256, mediaType: MediaType, sizeBytes: Count }),
    ),
    delta: z.array(ClusterDelta),
  })
  .meta({ id: 'Snapshot' });
export type SnapshotResponse = z.infer<typeof SnapshotResponse>;

export const SnapshotPage = z
  .strictObject({ items: z.array(SnapshotSummary), next: z.string().optional() })
  .meta({ id: 'SnapshotPage' });

import * as z from 'zod';
import { DIRECTIVE_TYPE, LABELS_TYPE, RELEASE_TYPE, STATEMENT_TYPE, VERSION_STATEMENT_TYPE } from './document-types.ts';
import {
  ClusterName,
  ConfigName,
  Count,
  DeploymentId,
  Instant,
  Labels,
  MediaType,
  NodeId,
  SemVer,
  Sha256,
  SnapshotName,
} from './words.ts';

export * from './document-types.ts';

/*
 * The payloads that are signed (protocol §2). Receivers ignore unknown fields, so these are plain z.object: parsing
 * strips what is unknown; the bytes that were signed are what is kept. A change of meaning gets a new type.
 */

export const DsseEnvelope = z
  .object({
    payloadType: z.string().max(128),
    /** Standard base64. */
    payload: z.string(),
    signatures: z
      .array(z.object({ keyid: z.string().max(128).optional(), sig: z.string().max(256) }))
      .min(1)
      .max(32),
  })
  .meta({ id: 'DsseEnvelope' });
export type DsseEnvelope = z.infer<typeof DsseEnvelope>;

const Subject = z.object({ name: z.string().max(256), digest: z.object({ sha256: Sha256 }) });

export const Generation = z.object({ generation: Count.min(1), digest: Sha256 });

export const ReleasePredicate = z.object({
  controlPlane: z.string().max(256),
  cluster: ClusterName,
  epoch: Count,
  generation: Count.min(1),
  snapshot: z.object({ name: SnapshotName, revision: Count.min(1), digest: Sha256 }),
  approvals: z.array(z.object({ by: z.string().max(256), at: Instant, snapshotDigest: Sha256 })).max(32),
  configs: z.record(ConfigName, z.object({ version: SemVer, mediaType: MediaType, sizeBytes: Count })),
  /** Deployment this one undoes; then the approvals are the old ones. */
  rollbackOf: DeploymentId.optional(),
  effectiveFrom: Instant.optional(),
  effectiveTo: Instant.optional(),
  issuedAt: Instant,
  /** Payload digest of generation n−1; absent for the first. */
  previousDigest: Sha256.optional(),
});
export const Release = z
  .object({
    _type: z.literal(STATEMENT_TYPE),
    subject: z.array(Subject).min(1).max(1000),
    predicateType: z.literal(RELEASE_TYPE),
    predicate: ReleasePredicate,
  })
  .meta({ id: 'Release' });
export type Release = z.infer<typeof Release>;

export const Selector = z.object({ matchLabels: Labels }).meta({ id: 'Selector' });
export type Selector = z.infer<typeof Selector>;

export const Candidate = z.object({
  generation: Count.min(1),
  digest: Sha256,
  deploymentId: DeploymentId,
  /** 16 hex characters; a node is in the cohort when its rank ≤ cutoff (protocol §3). `''` = nobody yet. */
  cutoff: z.string().regex(/^([0-9a-f]{16})?$/),
  selector: Selector.optional(),
  mode: z.enum(['activate', 'preload']),
});
export type Candidate = z.infer<typeof Candidate>;

export const DirectivePredicate = z.object({
  controlPlane: z.string().max(256),
  cluster: ClusterName,
  epoch: Count,
  sequence: Count.min(1),
  stable: Generation.optional(),
  candidate: Candidate.optional(),
  keep: z.array(Generation).max(8).optional(),
  /** Newest checkpoint of the audit log (signed note text). */
  checkpoint: z.string().max(2048).optional(),
  issuedAt: Instant,
  expiresAt: Instant,
});
export const Directive = z
  .object({
    _type: z.literal(STATEMENT_TYPE),
    subject: z.array(Subject).max(10),
    predicateType: z.literal(DIRECTIVE_TYPE),
    predicate: DirectivePredicate,
  })
  .meta({ id: 'Directive' });
export type Directive = z.infer<typeof Directive>;

export const LabelsStatement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(Subject),
  predicateType: z.literal(LABELS_TYPE),
  predicate: z.object({
    controlPlane: z.string().max(256),
    node: NodeId,
    revision: Count.min(1),
    labels: Labels,
    issuedAt: Instant,
  }),
});
export type LabelsStatement = z.infer<typeof LabelsStatement>;

export const VersionStatement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(Subject).length(1),
  predicateType: z.literal(VERSION_STATEMENT_TYPE),
  predicate: z.object({
    controlPlane: z.string().max(256),
    config: ConfigName,
    version: SemVer,
    verdicts: z.array(z.object({ check: z.string().max(64), result: z.literal('passed'), at: Instant })),
  }),
});
export type VersionStatement = z.infer<typeof VersionStatement>;

const RootKey = z.object({
  /** SubjectPublicKeyInfo PEM: P-256 for root and release, Ed25519 for checkpoint. */
  publicKey: z.string().max(1024),
  /** A release key may be limited to these clusters. */
  clusters: z.array(ClusterName).max(1000).optional(),
});
const RootRole = z.object({ keys: z.record(z.string().max(128), RootKey), threshold: z.int().min(1).max(16) });
export const TrustRoot = z
  .object({
    controlPlane: z.string().max(256),
    version: Count.min(1),
    expiresAt: Instant,
    epoch: Count,
    roles: z.object({ root: RootRole, release: RootRole, checkpoint: RootRole }),
  })
  .meta({ id: 'TrustRoot' });
export type TrustRoot = z.infer<typeof TrustRoot>;

/** Read caps before parsing, bytes (protocol §1). */
export const DOCUMENT_LIMITS = { checkInAnswer: 256 * 1024, envelope: 1024 * 1024, root: 64 * 1024 } as const;

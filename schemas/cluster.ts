import * as z from 'zod';
import { SnapshotRevision } from './deployment.ts';
import { Candidate, DsseEnvelope } from './documents.ts';
import {
  ClusterName,
  ConfigName,
  Count,
  DeploymentId,
  Instant,
  Justification,
  MediaType,
  Risk,
  SemVer,
  Sha256,
  SnapshotName,
} from './words.ts';

export const ClusterRelease = z
  .strictObject({
    epoch: Count,
    generation: Count.min(1),
    /** SHA-256 of the signed payload. */
    digest: Sha256,
    signed: z.boolean(),
    snapshot: SnapshotRevision,
    /** Over config name → version digest: the same for the same content; pins name it. */
    contentDigest: Sha256,
    deploymentId: DeploymentId,
  })
  .meta({ id: 'ClusterRelease' });
export type ClusterRelease = z.infer<typeof ClusterRelease>;

export const ClusterResponse = z
  .strictObject({
    name: ClusterName,
    riskFloor: Risk,
    directiveLifetimeSeconds: Count,
    epoch: Count,
    /** Highest ever drafted. */
    generation: Count,
    stable: ClusterRelease.optional(),
    draft: ClusterRelease.optional(),
    candidate: Candidate.optional(),
    /** The one that holds the lock. */
    deployment: DeploymentId.optional(),
    directive: z
      .strictObject({ sequence: Count, issuedAt: Instant, expiresAt: Instant, signed: z.boolean() })
      .optional(),
    snapshots: z.array(
      z.strictObject({
        snapshot: SnapshotRevision,
        status: z.enum(['Staged', 'Active', 'Rollback']),
        generation: Count.min(1),
        activeSince: Instant.optional(),
      }),
    ),
    /** Content that a rollback found bad. */
    pins: z.array(
      z.strictObject({ contentDigest: Sha256, snapshot: SnapshotRevision, deploymentId: DeploymentId, at: Instant }),
    ),
    signingStopped: z
      .strictObject({ at: Instant, provenEpoch: Count, provenGeneration: Count, provenSequence: Count })
      .optional(),
    revision: Count.min(1),
  })
  .meta({ id: 'Cluster' });
export type ClusterResponse = z.infer<typeof ClusterResponse>;
export const ClusterPage = z
  .strictObject({ items: z.array(ClusterResponse), next: z.string().optional() })
  .meta({ id: 'ClusterPage' });

export const ReleaseQuery = z.strictObject({ which: z.enum(['stable', 'candidate']).optional() });
export type ReleaseQuery = z.infer<typeof ReleaseQuery>;

export const ReleaseResponse = z
  .strictObject({
    which: z.enum(['stable', 'candidate']),
    release: ClusterRelease,
    envelope: DsseEnvelope,
    blobs: z.array(
      z.strictObject({
        config: ConfigName,
        version: SemVer,
        sha256: Sha256,
        mediaType: MediaType,
        sizeBytes: Count,
        /** For a limited time, and only where the config may be read. */
        url: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'ReleaseDocument' });
export type ReleaseResponse = z.infer<typeof ReleaseResponse>;

export const DirectiveResponse = z
  .strictObject({
    epoch: Count,
    sequence: Count,
    digest: Sha256,
    issuedAt: Instant,
    expiresAt: Instant,
    envelope: DsseEnvelope,
  })
  .meta({ id: 'DirectiveDocument' });
export type DirectiveResponse = z.infer<typeof DirectiveResponse>;

export const CohesionResponse = z
  .strictObject({
    cluster: ClusterName,
    nodes: Count,
    /** Not heard of for too long; in no denominator. */
    stale: Count,
    withoutDrift: Count,
    /** Share of nodes heard of that have no drift; absent when there are none. */
    cohesion: z.number().min(0).max(1).optional(),
    /** Nodes by drift rule; a node may count under several. */
    drift: z.record(z.string(), Count),
    /** Nodes by generation they say they run, and by generation they have proven. */
    running: z.record(z.string(), Count),
    proven: z.record(z.string(), Count),
    unhealthy: Count,
    /** Health samples dropped because they came late or contradicted themselves. */
    samplesDropped: Count,
  })
  .meta({ id: 'Cohesion' });
export type CohesionResponse = z.infer<typeof CohesionResponse>;

/** Back to a snapshot that was Active on the cluster before; its newest revision that was, unless stated. */
export const RollBackClusterRequest = z
  .strictObject({ snapshot: SnapshotName, revision: Count.min(1).optional(), justification: Justification })
  .meta({ id: 'RollBackClusterRequest' });
export type RollBackClusterRequest = z.infer<typeof RollBackClusterRequest>;

export const RecoveryResponse = z
  .strictObject({ cluster: ClusterName, epoch: Count, generation: Count, sequence: Count, revision: Count })
  .meta({ id: 'Recovery' });

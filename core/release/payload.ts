import { RELEASE_TYPE, type Release, STATEMENT_TYPE } from '../../schemas/documents.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { DeploymentId, Instant, Sha256 } from '../../schemas/words.ts';
import type { SnapshotRef } from '../cluster/state.ts';
import { type PayloadBytes, payloadBytes, subjectsOf } from '../integrity/statement.ts';

export interface ReleaseInput {
  readonly controlPlane: string;
  readonly cluster: string;
  readonly epoch: number;
  readonly generation: number;
  readonly snapshot: SnapshotRef;
  /** Of the snapshot document. */
  readonly configs: SnapshotDocument['configs'];
  readonly approvals: Release['predicate']['approvals'];
  /** The deployment this one undoes; a rollback carries the old approvals and no window. */
  readonly rollbackOf?: DeploymentId | undefined;
  readonly effectiveFrom?: Instant | undefined;
  readonly effectiveTo?: Instant | undefined;
  readonly issuedAt: Instant;
  /** Payload digest of generation n−1 of this epoch, null when there is none. */
  readonly previousDigest: Sha256 | null;
}

/**
 * The exact bytes of a release. Fixed once, when its generation is drafted; signing never builds them again.
 * @see docs/protocol.md §2.2
 */
export function releasePayload(input: ReleaseInput): PayloadBytes<Release> {
  const { effectiveFrom, effectiveTo, rollbackOf } = input;
  const window = rollbackOf === undefined ? { effectiveFrom, effectiveTo } : {};
  const configs = Object.entries(input.configs).map(
    ([name, { version, mediaType, sizeBytes }]) => [name, { version, mediaType, sizeBytes }] as const,
  );
  const { name, revision, digest } = input.snapshot;
  return payloadBytes<Release>({
    _type: STATEMENT_TYPE,
    subject: subjectsOf(Object.entries(input.configs).map(([config, { digest: sha256 }]) => [config, sha256])),
    predicateType: RELEASE_TYPE,
    predicate: {
      controlPlane: input.controlPlane,
      cluster: input.cluster,
      epoch: input.epoch,
      generation: input.generation,
      snapshot: { name, revision, digest },
      approvals: input.approvals.map(({ by, at, snapshotDigest }) => ({ by, at, snapshotDigest })),
      configs: Object.fromEntries(configs),
      rollbackOf,
      ...window,
      issuedAt: input.issuedAt,
      previousDigest: input.previousDigest ?? undefined,
    },
  });
}

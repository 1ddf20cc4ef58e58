import { releasedBy } from '../../core/approval/released-by.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { SnapshotRef } from '../../core/cluster/state.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { revisionKey, SNAPSHOT, SNAPSHOT_REVISION } from '../../core/snapshot/evolve.ts';
import type { Release } from '../../schemas/documents.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { assessSnapshot } from './assess-snapshot.ts';
import { checkVersions } from './check-versions.ts';
import { readSnapshotDocument } from './snapshot-document.ts';

export interface Releasable {
  readonly ref: SnapshotRef;
  readonly document: SnapshotDocument;
  readonly contentDigest: Sha256;
  /** As the release lists them. */
  readonly approvals: Release['predicate']['approvals'];
  /** Of whoever broke the glass. */
  readonly justification?: string;
}

/**
 * Whether a snapshot may be released to a cluster now: asked when a deployment starts and again when its release is
 * drafted. Content that was Active on the cluster needs no stage, window or approval, only that nothing in it is
 * revoked or invalid (design.md §6).
 * @param revision default: the newest
 * @returns `snapshot_unknown`, `cluster_not_targeted`, `snapshot_not_validated`, `snapshot_rejected`,
 * `approval_required`, `outside_window`, and what checkVersions refuses
 */
export async function releasableSnapshot(
  world: Pick<World, 'streams' | 'authority' | 'blobs'>,
  asked: {
    readonly name: string;
    readonly revision?: number | undefined;
    readonly cluster: string;
    readonly at: Instant;
  },
): Promise<Outcome<Releasable>> {
  const { name, cluster, at } = asked;
  const number = asked.revision ?? (await loadState(world, SNAPSHOT, name)).state.revision;
  const { state: revision } = await loadState(world, SNAPSHOT_REVISION, revisionKey(name, number));
  const { profile } = revision;
  if (!profile) return reject('snapshot_unknown', { name, revision: number });
  if (!profile.clusters.includes(cluster))
    return reject('cluster_not_targeted', { cluster, clusters: [...profile.clusters] });
  const { contentDigest } = profile;
  const { activations } = (await loadState(world, CLUSTER, cluster)).state;
  const alreadyActive = activations.some((activation) => activation.contentDigest === contentDigest);
  if (!revision.validated && !alreadyActive) return reject('snapshot_not_validated', { name, revision: number });
  const document = await readSnapshotDocument(world, profile.digest);
  const versions = await checkVersions(world, document.configs);
  if (!versions.ok) return versions;
  const { risk, authors } = await assessSnapshot(world, {
    configs: document.configs,
    clusters: [cluster],
    stated: document.risk,
  });
  const released = releasedBy({ revision, risk, authors: new Set([...authors, profile.author]), alreadyActive });
  if (!released.ok) return released;
  if (!alreadyActive && outside(document, at))
    return reject('outside_window', {
      effectiveFrom: document.effectiveFrom ?? null,
      effectiveTo: document.effectiveTo ?? null,
    });
  const { approvals, justification } = released.value;
  return done({
    ref: { name, revision: number, digest: profile.digest },
    document,
    contentDigest,
    approvals: [...approvals],
    ...(justification === undefined ? {} : { justification }),
  });
}

/** The first moment counts, the last does not: windows that follow each other neither overlap nor leave a gap. */
const outside = ({ effectiveFrom, effectiveTo }: SnapshotDocument, at: Instant): boolean =>
  (effectiveFrom !== undefined && at < effectiveFrom) || (effectiveTo !== undefined && at >= effectiveTo);

import { done, type Outcome } from '../../core/decision.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import type { Instant } from '../../schemas/common.ts';
import { Release } from '../../schemas/documents.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import { pastReleases } from '../cluster/past-releases.ts';
import type { World } from '../ports.ts';
import { releasableSnapshot } from '../snapshot/releasable.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';

export interface ReleaseContent {
  readonly document: SnapshotDocument;
  readonly approvals: Release['predicate']['approvals'];
}

/**
 * What a release will say, checked at the moment it is drafted: approvals are looked at again, because something may
 * have changed since the start. Content that was Active on the cluster needs none anew and lists the old ones.
 * @returns the refusals of `releasableSnapshot`
 */
export async function releaseContent(
  world: World,
  deployment: DeploymentState,
  at: Instant,
): Promise<Outcome<ReleaseContent>> {
  const { snapshot, cluster, rollbackOf, generation } = deployment;
  if (rollbackOf === null && generation === null)
    return releasableSnapshot(world, { name: snapshot.name, revision: snapshot.revision, cluster, at });
  return done({
    document: await readSnapshotDocument(world, snapshot.digest),
    approvals: await earlierApprovals(world, deployment),
  });
}

async function earlierApprovals(
  world: World,
  { cluster, snapshot }: DeploymentState,
): Promise<ReleaseContent['approvals']> {
  const earlier = (await pastReleases(world, cluster)).find((release) => release.snapshot.digest === snapshot.digest);
  const bytes = earlier && (await world.blobs.get('release', earlier.digest));
  return bytes ? Release.parse(JSON.parse(new TextDecoder().decode(bytes))).predicate.approvals : [];
}

import { done, type Outcome } from '../../core/decision.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import { Release } from '../../schemas/documents.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Instant } from '../../schemas/words.ts';
import { pastReleases } from '../cluster/past-releases.ts';
import { signVersions } from '../issue/sign-version.ts';
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
 * @returns the refusals of `releasableSnapshot` and of signing its versions: a release is drafted from signed ones alone
 */
export async function releaseContent(
  world: World,
  deployment: DeploymentState,
  at: Instant,
): Promise<Outcome<ReleaseContent>> {
  const { snapshot, cluster, rollbackOf } = deployment;
  if (rollbackOf === null) {
    const { name, revision } = snapshot;
    const releasable = await releasableSnapshot(world, { name, revision, cluster, at });
    if (!releasable.ok) return releasable;
    const signed = await signVersions(world, releasable.value.document.configs, deployment);
    return signed.ok ? releasable : signed;
  }
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

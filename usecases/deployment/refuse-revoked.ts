import type { SnapshotRef } from '../../core/cluster/state.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';

/** @returns `version_revoked` naming every revoked version in the snapshot */
export async function refuseRevoked(
  world: Pick<World, 'streams' | 'blobs' | 'authority'>,
  snapshot: SnapshotRef,
): Promise<Outcome<null>> {
  const { configs } = await readSnapshotDocument(world, snapshot.digest);
  const versions = Object.entries(configs).map(([config, { version }]) => versionKey(config, version));
  const loaded = await Promise.all(versions.map((version) => loadState(world, VERSION, version)));
  const revoked = versions.filter((_, index) => loaded[index]?.state.revoked);
  return revoked.length > 0 ? reject('version_revoked', { versions: revoked }) : done(null);
}

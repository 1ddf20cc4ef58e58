import { decideRevoked } from '../../core/cluster/decide-revoked.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { done } from '../../core/decision.ts';
import type { VersionProfile } from '../../core/version/events.ts';
import { VERSION } from '../../core/version/evolve.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';
import { systemCall } from '../system-call.ts';
import { transact } from '../transact.ts';
import { everyCluster } from './every-cluster.ts';

type Needs = Pick<World, 'authority' | 'streams' | 'blobs' | 'ids' | 'clock'>;

/**
 * Tells every cluster that runs a revoked version, or is about to, so that check-ins show the drift there.
 * @param key stream key of the version, `config@version`
 */
export async function noteRevoked(world: Needs, key: string, cause: Pick<Call, 'traceId'>): Promise<void> {
  const { profile } = (await loadState(world, VERSION, key)).state;
  if (!profile) return;
  for await (const cluster of everyCluster(world))
    if (await holds(world, cluster, profile)) await tell(world, cluster.name, profile, key, cause);
}

async function holds(
  world: Needs,
  { stable, draft }: ClusterState,
  { config, version }: VersionProfile,
): Promise<boolean> {
  for (const release of [stable, draft]) {
    const held = release && (await readSnapshotDocument(world, release.snapshot.digest)).configs[config];
    if (held?.version === version) return true;
  }
  return false;
}

async function tell(
  world: Needs,
  cluster: string,
  { config, version, digest }: VersionProfile,
  key: string,
  cause: Pick<Call, 'traceId'>,
): Promise<void> {
  const call = systemCall(world, 'project', `revoked/${cluster}/${key}`, cause);
  await transact(world, call, async (tx) => {
    const { state } = await tx.load(CLUSTER, cluster);
    const decision = decideRevoked({ at: call.at, config, version, digest }, state);
    if (decision.ok) tx.append(CLUSTER, cluster, decision.events);
    return done(null);
  });
}

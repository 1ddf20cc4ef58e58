import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../core/cluster/state.ts';
import { done } from '../../core/decision.ts';
import { draftDirective } from '../../core/directive/payload.ts';
import { releasePayload } from '../../core/release/payload.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import { loadState } from '../../usecases/load-state.ts';
import type { World } from '../../usecases/ports.ts';
import { releasableSnapshot } from '../../usecases/snapshot/releasable.ts';
import { streamId, transact } from '../../usecases/transact.ts';
import { callAs } from './call.ts';
import { config, good, snapshot, version } from './content.ts';

export const CLUSTER_NAME = 'payment-service.production';
export const DEPLOYMENT_ID = '00000000-0000-4000-8000-00000000d001';

export const clusterState = async (world: World, name = CLUSTER_NAME): Promise<ClusterState> => {
  const head = await world.streams.load(streamId(world.authority, CLUSTER.kind, name));
  return (head?.state ?? CLUSTER.initial) as unknown as ClusterState;
};

/**
 * Creates the cluster if need be and drafts its next release (one config) with a candidate for everybody, as a
 * deployment would: payload blob first, then one append.
 */
export async function draftRelease(
  world: World,
  {
    name = CLUSTER_NAME,
    epoch = 1,
    cutoff = 'ffffffffffffffff',
    rollbackOf,
  }: { name?: string; epoch?: number; cutoff?: string; rollbackOf?: string } = {},
): Promise<ReleaseRef> {
  const at = new Date(world.clock.now()).toISOString();
  const { controlPlane } = world;
  const before = await clusterState(world, name);
  const { snapshot, configs, contentDigest } = await released(world, name, at);
  const generation = before.generation + 1;
  const payload = releasePayload({
    controlPlane,
    cluster: name,
    epoch,
    generation,
    snapshot,
    configs,
    approvals: [],
    rollbackOf,
    issuedAt: at,
    previousDigest: before.releases[0]?.digest ?? null,
  });
  await world.blobs.put('release', payload.bytes);
  const release = {
    epoch,
    generation,
    digest: payload.digest,
    envelopeSha256: null,
    snapshot,
    contentDigest,
    deploymentId: DEPLOYMENT_ID,
  };
  await transact(world, callAs('Operator', { at }), async (tx) => {
    await tx.load(CLUSTER, name);
    if (!before.exists) {
      const created = {
        type: 'ClusterCreated',
        at,
        name,
        riskFloor: 'Low',
        directiveLifetimeSeconds: 86_400,
        epoch,
      } as const;
      tx.append(CLUSTER, name, [created]);
    }
    const candidate = {
      generation,
      digest: payload.digest,
      deploymentId: DEPLOYMENT_ID,
      cutoff,
      mode: 'activate',
    } as const;
    const state = tx.append(CLUSTER, name, [
      { type: 'ReleaseDrafted', at, release },
      { type: 'CandidateSet', at, candidate, keep: [] },
    ]);
    tx.append(CLUSTER, name, [
      { type: 'DirectiveDrafted', at, directive: draftDirective(state, { controlPlane, at }) },
    ]);
    return done(null);
  });
  return release;
}

/** One config with one version, in a validated snapshot for the cluster; made at the first call. */
async function released(world: World, cluster: string, at: string) {
  const name = 'spring-rates';
  const { state } = await loadState(world, VERSION, versionKey(CLUSTER_NAME, '1.0.0'));
  if (!state.profile) {
    good(await config(world, CLUSTER_NAME));
    good(await version(world, CLUSTER_NAME, '1.0.0', { retries: 3 }));
  }
  const asked = { name, cluster, at };
  const known = await releasableSnapshot(world, asked);
  if (!known.ok)
    await snapshot(
      world,
      name,
      { [CLUSTER_NAME]: '1.0.0' },
      { clusters: [CLUSTER_NAME, cluster].slice(cluster === CLUSTER_NAME ? 1 : 0) },
    );
  const { ref, document, contentDigest } = good(await releasableSnapshot(world, asked));
  return { snapshot: ref, configs: document.configs, contentDigest };
}

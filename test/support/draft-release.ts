import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../core/cluster/state.ts';
import { done } from '../../core/decision.ts';
import { draftDirective } from '../../core/directive/payload.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { releasePayload } from '../../core/release/payload.ts';
import type { World } from '../../usecases/ports.ts';
import { streamId, transact } from '../../usecases/transact.ts';
import { callAs } from './call.ts';

export const CLUSTER_NAME = 'payment-service.production';
export const DEPLOYMENT_ID = '00000000-0000-4000-8000-00000000d001';
const CONTENT = '{"retries":3}';

export const clusterState = async (world: World, name = CLUSTER_NAME): Promise<ClusterState> => {
  const head = await world.streams.load(streamId(world.authority, CLUSTER.kind, name));
  return (head?.state ?? CLUSTER.initial) as unknown as ClusterState;
};

/**
 * Creates the cluster if need be and drafts its next release (one config) with a candidate for everybody, as a
 * deployment would: payload blob first, then one append.
 */
export async function draftRelease(world: World, { name = CLUSTER_NAME, epoch = 1 } = {}): Promise<ReleaseRef> {
  const at = new Date(world.clock.now()).toISOString();
  const { controlPlane } = world;
  const before = await clusterState(world, name);
  const snapshot = { name: 'spring-rates', revision: 1, digest: sha256Hex('snapshot') };
  const generation = before.generation + 1;
  const config = {
    version: '1.0.0',
    digest: sha256Hex(CONTENT),
    mediaType: 'application/json',
    sizeBytes: CONTENT.length,
  };
  const payload = releasePayload({
    controlPlane,
    cluster: name,
    epoch,
    generation,
    snapshot,
    configs: { [CLUSTER_NAME]: config },
    approvals: [],
    issuedAt: at,
    previousDigest: before.previousDigest,
  });
  await world.blobs.put('release', payload.bytes);
  const contentDigest = sha256Hex('content');
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
      cutoff: 'f'.repeat(16),
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

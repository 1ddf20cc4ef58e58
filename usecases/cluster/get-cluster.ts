import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { ClusterResponse, DirectiveResponse } from '../../schemas/cluster.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { clusterResponse } from './cluster-response.ts';

type Reader = Pick<World, 'streams' | 'authority'>;
type Named = RouteInput<{ readonly name: string }>;

export async function getCluster(world: Reader, { params }: Named): Promise<Outcome<ClusterResponse>> {
  const loaded = await loadState(world, CLUSTER, params.name);
  return loaded.state.exists ? done(clusterResponse(loaded)) : reject('cluster_unknown', { cluster: params.name });
}

/** The newest signed directive, exactly as nodes get it, expired or not. */
export async function getDirective(world: Reader, { params }: Named): Promise<Outcome<DirectiveResponse>> {
  const { state } = await loadState(world, CLUSTER, params.name);
  if (!state.exists) return reject('cluster_unknown', { cluster: params.name });
  const { served } = state;
  if (!served?.envelope) return reject('not_found', { reason: 'no directive is signed yet' });
  const { epoch, sequence, digest, issuedAt, expiresAt, envelope } = served;
  return done({ epoch, sequence, digest, issuedAt, expiresAt, envelope });
}

import { decidePin } from '../../core/cluster/decide-pin.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { ClusterResponse } from '../../schemas/cluster.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { clusterResponse } from './cluster-response.ts';

/** Content that a rollback pinned as bad may be deployed to this cluster again; says why. */
export async function liftPin(
  world: Pick<World, 'streams' | 'ids' | 'authority'>,
  {
    params,
    body,
  }: RouteInput<{ readonly name: string; readonly digest: string }, unknown, { readonly justification: string }>,
  call: Call,
): Promise<Outcome<ClusterResponse>> {
  return transact(world, call, async (tx) => {
    const { state, revision } = await tx.load(CLUSTER, params.name);
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    const { justification } = body;
    const decision = decidePin({ type: 'LiftPin', at: call.at, contentDigest: params.digest, justification }, state);
    if (!decision.ok) return decision;
    tx.append(CLUSTER, params.name, decision.events);
    return done(clusterResponse(await tx.load(CLUSTER, params.name)));
  });
}

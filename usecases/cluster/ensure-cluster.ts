import { decideCreate } from '../../core/cluster/decide-create.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { TRUST, TRUST_KEY } from '../../core/trust/evolve.ts';
import type { ClusterName, Instant } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import type { Transaction } from '../transact.ts';
import { changeCluster } from './change-cluster.ts';

/**
 * The cluster of that name, created in the caller's transaction if nobody named it before, with a first directive
 * that names no release.
 * @returns `trust_root_missing` while nothing can be signed for it
 */
export async function ensureCluster(
  world: Pick<World, 'controlPlane' | 'witness' | 'settings'>,
  tx: Transaction,
  name: ClusterName,
  at: Instant,
): Promise<Outcome<ClusterState>> {
  const { state } = await tx.load(CLUSTER, name);
  if (state.exists) return done(state);
  const { state: trust } = await tx.load(TRUST, TRUST_KEY);
  if (trust.version === 0) return reject('trust_root_missing');
  const { directiveLifetimeSeconds } = world.settings;
  const created = decideCreate({ at, name, directiveLifetimeSeconds, epoch: trust.epoch }, state);
  if (!created.ok) return created;
  return done(await changeCluster(world, tx, name, at, created.events));
}

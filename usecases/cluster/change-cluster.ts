import type { ClusterEvent } from '../../core/cluster/events.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { draftDirective } from '../../core/directive/payload.ts';
import type { Instant } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import type { Transaction } from '../transact.ts';

/** What changes who runs what, and so needs the next directive in the same append. */
const CHANGES_DIRECTIVE: ReadonlySet<ClusterEvent['type']> = new Set([
  'ClusterCreated',
  'CandidateSet',
  'CandidateWithdrawn',
  'ReleaseCompleted',
]);

/** Adds events to a cluster that was loaded before and, where they ask for it, the directive that follows from them. */
export async function changeCluster(
  world: Pick<World, 'controlPlane' | 'witness'>,
  tx: Transaction,
  name: string,
  at: Instant,
  events: readonly ClusterEvent[],
): Promise<ClusterState> {
  const state = tx.append(CLUSTER, name, events);
  if (!events.some(({ type }) => CHANGES_DIRECTIVE.has(type))) return state;
  const checkpoint = await world.witness.last();
  const directive = draftDirective(state, { controlPlane: world.controlPlane, at, checkpoint });
  return tx.append(CLUSTER, name, [{ type: 'DirectiveDrafted', at, directive }]);
}

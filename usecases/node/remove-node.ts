import { done, type Outcome } from '../../core/decision.ts';
import { decideMembership } from '../../core/node/record/decide-membership.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { changeNode } from './change-node.ts';
import { revokeKey } from './replace-node.ts';

/**
 * Revokes a node's key for ever; its next check-in is refused. Its stream remains.
 * @returns `node_unknown`, `forbidden`, `precondition_failed`
 */
export async function removeNode(
  world: Pick<World, 'streams' | 'ids' | 'authority' | 'pulses'>,
  { params: { id } }: RouteInput<{ readonly id: string }>,
  call: Call,
): Promise<Outcome<null>> {
  const removed = await changeNode<null>(
    world,
    id,
    call,
    (state) => decideMembership({ type: 'RemoveNode', at: call.at }, state),
    async ({ before }, tx) => {
      await revokeKey(tx, id, before, call.at);
      return done(null);
    },
  );
  // Also after a repeat: the row may have outlived a lost reply.
  if (removed.ok) await world.pulses.remove((await loadState(world, NODE, id)).state.cluster, id);
  return removed;
}

import type { Decision, Outcome } from '../../core/decision.ts';
import type { NodeEvent } from '../../core/node/record/events.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { Json } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { type Transaction, transact } from '../transact.ts';
import { authoriseNode } from './authorise-node.ts';

type Needs = Pick<World, 'streams' | 'ids' | 'authority'>;

/**
 * A person's command on one node: authorised by its cluster, decided on its head, stored.
 * @param answer from the state afterwards and its revision; other streams may join the append here
 */
export function changeNode<T extends Json>(
  world: Needs,
  node: string,
  call: Call,
  decide: (state: NodeState) => Decision<NodeEvent>,
  answer: (
    after: { state: NodeState; before: NodeState; revision: number },
    tx: Transaction,
  ) => Promise<Outcome<T>> | Outcome<T>,
): Promise<Outcome<T>> {
  return transact(world, call, async (tx) => {
    const loaded = await tx.load(NODE, node);
    const allowed = await authoriseNode(world, call, loaded, 'operate');
    if (!allowed.ok) return allowed;
    const decision = decide(loaded.state);
    if (!decision.ok) return decision;
    const state = tx.append(NODE, node, decision.events);
    return answer({ state, before: loaded.state, revision: loaded.revision + decision.events.length }, tx);
  });
}

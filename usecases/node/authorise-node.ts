import { done, type Outcome, reject } from '../../core/decision.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { AccessRight } from '../../schemas/access.ts';
import { mayAct, mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';

/**
 * Whether the caller may do this to a node: its cluster's access list decides.
 * @returns `node_unknown` exactly as for a node that is not there; `forbidden`; `precondition_failed` for If-Match
 */
export async function authoriseNode(
  world: Pick<World, 'streams' | 'authority'>,
  { principal, ifMatch }: Pick<Call, 'principal' | 'ifMatch'>,
  { state: { status, cluster }, revision }: { readonly state: NodeState; readonly revision: number },
  right: AccessRight,
): Promise<Outcome<null>> {
  if (status === 'absent' || !(await mayRead(world, principal, { cluster }))) return reject('node_unknown');
  if (!(await mayAct(world, principal, { cluster }, right))) return reject('forbidden', { cluster });
  if (ifMatch !== undefined && ifMatch !== revision) return reject('precondition_failed', { revision });
  return done(null);
}

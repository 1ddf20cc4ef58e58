import { decideSetAccess } from '../../core/access/decide-set-access.ts';
import { ACCESS } from '../../core/access/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { AccessList, SetAccessRequest } from '../../schemas/access.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { accessKey, type Resource } from './may-read.ts';

/**
 * Replaces the access list of a config or cluster.
 * @returns `precondition_failed` when `call.ifMatch` is not the list's revision, `too_large`
 */
export async function setAccess(
  world: World,
  resource: Resource,
  { entries }: SetAccessRequest,
  call: Call,
): Promise<Outcome<AccessList>> {
  const key = accessKey(resource);
  return transact(world, call, async (tx) => {
    const { revision, state } = await tx.load(ACCESS, key);
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    const decision = decideSetAccess({ at: call.at, entries }, state);
    if (!decision.ok) return decision;
    tx.append(ACCESS, key, decision.events);
    return done({ entries, revision: revision + decision.events.length });
  });
}

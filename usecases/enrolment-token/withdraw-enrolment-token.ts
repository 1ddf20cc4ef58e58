import { done, type Outcome, reject } from '../../core/decision.ts';
import { decideEnrolmentToken } from '../../core/enrolment-token/decide.ts';
import { ENROLMENT_TOKEN } from '../../core/enrolment-token/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import { mayAct, mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';

/**
 * Ends a token; nodes that enrolled with it stay.
 * @returns `not_found`, `forbidden`, `precondition_failed`
 */
export function withdrawEnrolmentToken(
  world: Pick<World, 'streams' | 'ids' | 'authority'>,
  { params: { id } }: RouteInput<{ readonly id: string }>,
  call: Call,
): Promise<Outcome<null>> {
  return transact(world, call, async (tx) => {
    const { revision, state } = await tx.load(ENROLMENT_TOKEN, id);
    const resource = { cluster: state.cluster };
    if (revision === 0 || !(await mayRead(world, call.principal, resource))) return reject('not_found');
    if (!(await mayAct(world, call.principal, resource, 'operate'))) return reject('forbidden', resource);
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    const decision = decideEnrolmentToken({ type: 'WithdrawEnrolmentToken', at: call.at }, state);
    if (!decision.ok) return decision;
    tx.append(ENROLMENT_TOKEN, id, decision.events);
    return done(null);
  });
}

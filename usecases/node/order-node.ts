import { done, type Outcome } from '../../core/decision.ts';
import { decideOrder, type OrderCommand } from '../../core/node/record/decide-orders.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { changeNode } from './change-node.ts';

type Needs = Pick<World, 'streams' | 'ids' | 'authority'>;
type Input = RouteInput<{ readonly id: string }, unknown, { readonly justification: string }>;
type Answer = { readonly order: string; readonly revision: number };

/** Orders a node to read back, repair and prove its release at its next check-in. @returns `node_unknown`, `forbidden` */
export const forceSync = (world: Needs, input: Input, call: Call): Promise<Outcome<Answer>> =>
  order(world, 'ForceSync', input, call);

/** Lets a node try a quarantined release again. @returns `node_unknown`, `forbidden`, `not_quarantined` */
export const unquarantineNode = (world: Needs, input: Input, call: Call): Promise<Outcome<Answer>> =>
  order(world, 'Unquarantine', input, call);

function order(
  world: Needs,
  type: OrderCommand['type'],
  { params, body }: Input,
  call: Call,
): Promise<Outcome<Answer>> {
  const orderId = world.ids.uuid();
  return changeNode(
    world,
    params.id,
    call,
    (state) => decideOrder({ type, at: call.at, orderId, justification: body.justification }, state),
    ({ revision }) => done({ order: orderId, revision }),
  );
}

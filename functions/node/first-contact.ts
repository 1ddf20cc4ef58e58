import { type Outcome, reject } from '../../core/decision.ts';
import { readEnrolmentHeader } from '../../core/enrolment-token/token-text.ts';
import type { Call } from '../../usecases/call.ts';
import { enrolNode } from '../../usecases/node/enrol-node.ts';
import { issueNodeToken } from '../../usecases/node/issue-node-token.ts';
import type { World } from '../../usecases/ports.ts';
import type { NodeMessage } from './node-message.ts';

/** Becoming a node, and showing to be one: what a node does once, and every ten minutes. */
export async function enrol(world: World, { authorization, body }: NodeMessage, call: Call): Promise<Outcome<unknown>> {
  const token = readEnrolmentHeader(authorization);
  if (!token) return reject('enrolment_refused', { reason: 'header' });
  return enrolNode(world, { ...token, ...(body as { request: string }) }, call);
}

export const issueToken = (world: World, { params, body }: NodeMessage, call: Call): Promise<Outcome<unknown>> =>
  issueNodeToken(
    world,
    { params: { id: params['id'] ?? '' }, query: undefined, body: body as { assertion: string } },
    call,
  );

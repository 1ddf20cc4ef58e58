import { type Outcome, reject } from '../../core/decision.ts';
import { readEnrolmentHeader } from '../../core/enrolment-token/token-text.ts';
import type { NodeIdentity } from '../../core/node-token/claims.ts';
import type { NODE_ROUTES } from '../../schemas/api/node.ts';
import type { CheckInRequest } from '../../schemas/node-messages.ts';
import type { Call } from '../../usecases/call.ts';
import { checkIns } from '../../usecases/node/check-in.ts';
import { enrolNode } from '../../usecases/node/enrol-node.ts';
import { issueNodeToken } from '../../usecases/node/issue-node-token.ts';
import { knownReleases } from '../../usecases/node/known-releases.ts';
import { storeReceipts } from '../../usecases/node/store-receipts.ts';
import type { World } from '../../usecases/ports.ts';

/** A node's message with what the edge found out about its sender. */
export interface NodeMessage {
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly authorization: string | undefined;
  /** From the node token, on routes of the node itself; elsewhere undefined. */
  readonly identity: NodeIdentity | undefined;
}
type NodeOperation = Extract<(typeof NODE_ROUTES)[number], { access: 'node' | 'enrolment' | 'open' }>['operationId'];
export type NodeBindings = Readonly<
  Record<NodeOperation, (message: NodeMessage, call: Call) => Promise<Outcome<unknown>>>
>;

/** What runs for each message; made once per process, because check-ins keep what all nodes share. */
export async function nodeBindings(world: World): Promise<NodeBindings> {
  const checkIn = await checkIns(world);
  const releases = knownReleases(world);
  return {
    enrolNode({ authorization, body }, call) {
      const token = readEnrolmentHeader(authorization);
      if (!token) return refused('enrolment_refused', { reason: 'header' });
      return enrolNode(world, { ...token, ...(body as { request: string }) }, call);
    },
    issueNodeToken: ({ params, body }, call) =>
      issueNodeToken(
        world,
        { params: { id: params['id'] ?? '' }, query: undefined, body: body as { assertion: string } },
        call,
      ),
    checkIn: ({ identity, body }, call) =>
      identity ? checkIn(identity, body as CheckInRequest, call) : refused('unauthenticated'),
    storeReceipts: ({ identity, body }, call) =>
      identity
        ? storeReceipts(world, releases, identity, (body as { receipts: string[] }).receipts, call)
        : refused('unauthenticated'),
  };
}

const refused = async (...refusal: Parameters<typeof reject>) => reject(...refusal);

import { type Outcome, reject } from '../../core/decision.ts';
import type { NODE_PATHS } from '../../schemas/api/node-paths.ts';
import type { CheckInRequest } from '../../schemas/node-messages.ts';
import type { Call } from '../../usecases/call.ts';
import { checkIns } from '../../usecases/node/check-in.ts';
import type { World } from '../../usecases/ports.ts';
import type { NodeMessage } from './node-message.ts';

type NodeOperation = keyof typeof NODE_PATHS;
export type NodeBindings = Readonly<
  Record<NodeOperation, (message: NodeMessage, call: Call) => Promise<Outcome<unknown>>>
>;

/**
 * What runs for each message; made once per process, because check-ins keep what all nodes share. All but the
 * check-in is loaded when it is first asked for.
 */
export async function nodeBindings(world: World): Promise<NodeBindings> {
  const checkIn = await checkIns(world);
  const receipts = once(async () => {
    const { receiptStore } = await import('./store-receipts.ts');
    return receiptStore(world);
  });
  return {
    enrolNode: async (message, call) => (await import('./first-contact.ts')).enrol(world, message, call),
    issueNodeToken: async (message, call) => (await import('./first-contact.ts')).issueToken(world, message, call),
    checkIn: ({ identity, body }, call) =>
      identity ? checkIn(identity, body as CheckInRequest, call) : refused('unauthenticated'),
    storeReceipts: async ({ identity, body }, call) =>
      identity ? (await receipts())(identity, body, call) : refused('unauthenticated'),
  };
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};
const refused = async (...refusal: Parameters<typeof reject>) => reject(...refusal);

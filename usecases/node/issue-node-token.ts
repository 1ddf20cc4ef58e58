import { done, type Outcome, reject } from '../../core/decision.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { publicKeyOfJwk } from '../../core/integrity/keys.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import { issueNodeToken as newNodeToken } from '../../core/node-token/claims.ts';
import { decideAssertion, readAssertion } from '../../core/node-token/decide-assertion.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';

type Needs = Pick<World, 'streams' | 'authority' | 'controlPlane' | 'keyring' | 'settings'>;
type Answer = { readonly accessToken: string; readonly tokenType: 'Bearer'; readonly expiresIn: number };

/**
 * Gives a node a short-lived token for a client assertion by its identity key. The route is open: a caller without
 * the key costs one read and one verification and can make nothing be stored.
 * The `jti` is spent as a command id, which is single across restarts for longer than an assertion lives, and no event.
 * @returns `assertion_invalid` (also for a node that does not exist or was removed, and for a key that was replaced),
 *   `clock_skew` with the server's time, `assertion_replayed`
 * @see docs/protocol.md §4.4
 */
export async function issueNodeToken(
  world: Needs,
  { params: { id }, body }: RouteInput<{ readonly id: string }, unknown, { readonly assertion: string }>,
  { at }: Pick<Call, 'at'>,
): Promise<Outcome<Answer>> {
  const read = readAssertion(body.assertion);
  if (!read) return reject('assertion_invalid', { reason: 'form' });
  const head = await world.streams.load(streamId(world.authority, NODE.kind, id));
  const node = head ? (head.state as unknown as NodeState) : NODE.initial;
  const key = node.keys ? publicKeyOfJwk(node.keys.identityKey) : undefined;
  const nowSeconds = Math.floor(Date.parse(at) / 1000);
  const { controlPlane } = world;
  const decision = decideAssertion(read, { node: id, controlPlane, nowSeconds, key });
  if (!decision.ok) return decision;
  const command = `assertion/${id}/${sha256Hex(decision.value.jti)}`;
  const spent = await world.streams.append([], { key: command, bodySha256: sha256Hex(body.assertion), result: null });
  if (spent !== 'appended') return reject('assertion_replayed');
  const [signing] = await world.keyring.nodeTokenKeys();
  if (!signing) throw new Error('no key for node tokens');
  const identity = { node: id, cluster: node.cluster, thumbprint: node.keys?.thumbprint ?? '' };
  const { token, expiresInSeconds } = newNodeToken(
    identity,
    { controlPlane, nowSeconds },
    { key: signing, lifetimeSeconds: world.settings.nodeTokenSeconds },
  );
  return done({ accessToken: token, tokenType: 'Bearer', expiresIn: expiresInSeconds });
}

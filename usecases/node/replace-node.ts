import { done, type Outcome, reject } from '../../core/decision.ts';
import { decideMembership } from '../../core/node/record/decide-membership.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import { IDENTITY_KEY } from '../../core/node/record/identity-key.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { NewEnrolmentToken } from '../../schemas/enrolment-token.ts';
import type { Call } from '../call.ts';
import { newToken } from '../enrolment-token/create-enrolment-token.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { authoriseNode } from './authorise-node.ts';
import { changeNode } from './change-node.ts';

const OFFER_SECONDS = 24 * 3600;

/**
 * A one-use token with which another machine may ask to become this node; nothing changes until somebody confirms
 * its fingerprint.
 * @returns `node_unknown`, `forbidden`, `trust_root_missing`
 */
export async function replaceNode(
  world: World,
  { params: { id } }: RouteInput<{ readonly id: string }>,
  call: Call,
): Promise<Outcome<NewEnrolmentToken>> {
  const loaded = await loadState(world, NODE, id);
  if (loaded.state.status !== 'active') return reject('node_unknown');
  const made = { cluster: loaded.state.cluster, uses: 1, lifetimeSeconds: OFFER_SECONDS, labels: {}, node: id };
  return newToken(world, made, call, async (tx, tokenId) => {
    const now = await tx.load(NODE, id);
    const allowed = await authoriseNode(world, call, now, 'operate');
    if (!allowed.ok) return allowed;
    const decision = decideMembership({ type: 'OfferReplacement', at: call.at, tokenId }, now.state);
    if (decision.ok) tx.append(NODE, id, decision.events);
    return decision.ok ? done(null) : decision;
  });
}

type Confirmed = { readonly id: string; readonly fingerprint: string; readonly revision: number };

/**
 * Takes the waiting key as the key of the node and revokes the old one, in one append.
 * @returns `node_unknown`, `forbidden`, `no_replacement_pending`
 */
export function confirmReplacement(
  world: Pick<World, 'streams' | 'ids' | 'authority'>,
  {
    params: { id },
    body,
  }: RouteInput<{ readonly id: string }, unknown, { readonly fingerprint: string; readonly justification: string }>,
  call: Call,
): Promise<Outcome<Confirmed>> {
  return changeNode(
    world,
    id,
    call,
    (state) => decideMembership({ type: 'ConfirmReplacement', at: call.at, ...body }, state),
    async ({ before, revision }, tx) => {
      await revokeKey(tx, id, before, call.at);
      return done({ id, fingerprint: body.fingerprint, revision });
    },
  );
}

/** The key keeps its place in the register for ever; nobody can enrol with it again. */
export async function revokeKey(
  tx: Parameters<Parameters<typeof changeNode>[4]>[1],
  node: string,
  { keys, cluster }: Parameters<Parameters<typeof changeNode>[4]>[0]['before'],
  at: string,
): Promise<void> {
  if (!keys) return;
  await tx.load(IDENTITY_KEY, keys.thumbprint);
  tx.append(IDENTITY_KEY, keys.thumbprint, [{ type: 'IdentityKeyRevoked', at, node, cluster }]);
}

import { done, type Outcome, reject } from '../../core/decision.ts';
import { decideEnrolmentToken } from '../../core/enrolment-token/decide.ts';
import { ENROLMENT_TOKEN } from '../../core/enrolment-token/evolve.ts';
import { secretMatches } from '../../core/enrolment-token/token-text.ts';
import { type CheckedEnrolment, checkEnrolment } from '../../core/node/record/check-enrolment.ts';
import { decideMembership } from '../../core/node/record/decide-membership.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import { IDENTITY_KEY } from '../../core/node/record/identity-key.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { type Transaction, transact } from '../transact.ts';
import { inTurn } from './in-turn.ts';

type Needs = Pick<World, 'streams' | 'ids' | 'authority' | 'controlPlane' | 'pulses' | 'settings'>;
type Answer = {
  readonly nodeId: string;
  readonly cluster: string;
  readonly controlPlane: string;
  readonly status: 'active' | 'pending';
};

/** What a node brings: the token it was given, and the JWS by the key it made itself. */
export interface Enrolment {
  readonly id: string;
  readonly secret: string;
  readonly request: string;
}

/**
 * Makes a node of whoever holds an enrolment token and a key nobody had before; with a replacement token, lets the
 * key wait for confirmation. One append: token use, key, node. The same key with the same token gets the same answer
 * and costs no use, also after the token has ended.
 * @returns `enrolment_refused` with a reason (`token` for a wrong id or secret, never told apart), `clock_skew`,
 *   `key_in_use`, `node_revoked`, `node_unknown` when the node to be replaced was removed
 * @see docs/protocol.md §4.2
 */
export async function enrolNode(world: Needs, enrolment: Enrolment, call: Call): Promise<Outcome<Answer>> {
  const checked = checkEnrolment(enrolment, world.controlPlane, call.at);
  if (!checked.ok) return checked;
  const node = `node-${Buffer.from(world.ids.bytes(16)).toString('hex')}`;
  // A rack that is switched on brings one token a hundred times at once.
  const enrolled = await inTurn(world.streams, enrolment.id, () =>
    transact(world, call, (tx) => enrol(tx, world, enrolment, checked.value, node, call.at)),
  );
  if (enrolled.ok && enrolled.value.status === 'active') await firstPulse(world, enrolled.value, call.at);
  return enrolled;
}

async function enrol(
  tx: Transaction,
  world: Needs,
  { id, secret }: Enrolment,
  checked: CheckedEnrolment,
  newNode: string,
  at: string,
): Promise<Outcome<Answer>> {
  const { keys, claims, fingerprint, request } = checked;
  const { state: token } = await tx.load(ENROLMENT_TOKEN, id);
  if (!secretMatches(secret, token)) return reject('enrolment_refused', { reason: 'token' });
  const { state: claimed } = await tx.load(IDENTITY_KEY, keys.thumbprint);
  if (claimed.node !== '') {
    if (claimed.tokenId !== id) return reject('key_in_use');
    return earlierAnswer(world, claimed.node, (await tx.load(NODE, claimed.node)).state, keys.thumbprint);
  }
  const node = token.node ?? newNode;
  const used = decideEnrolmentToken(
    { type: 'UseEnrolmentToken', at, cluster: claims.cluster, node, thumbprint: keys.thumbprint },
    token,
  );
  if (!used.ok) return used;
  const { state } = await tx.load(NODE, node);
  const { facts, cluster } = claims;
  const brought = { at, tokenId: id, keys, facts, request };
  const decision = decideMembership(
    token.node === null
      ? { type: 'EnrolNode', ...brought, cluster, labels: token.labels, by: token.createdBy }
      : { type: 'RequestReplacement', ...brought, fingerprint },
    state,
  );
  if (!decision.ok) return decision;
  tx.append(ENROLMENT_TOKEN, id, used.events);
  tx.append(IDENTITY_KEY, keys.thumbprint, [{ type: 'IdentityKeyClaimed', at, node, tokenId: id, cluster }]);
  tx.append(NODE, node, decision.events);
  return done({
    nodeId: node,
    cluster,
    controlPlane: world.controlPlane,
    status: token.node === null ? 'active' : 'pending',
  });
}

/** A key that was claimed before is told where it stands now. */
function earlierAnswer({ controlPlane }: Needs, nodeId: string, state: NodeState, thumb: string): Outcome<Answer> {
  const answer = { nodeId, cluster: state.cluster, controlPlane };
  if (state.keys?.thumbprint === thumb) return done({ ...answer, status: 'active' });
  if (state.pending?.thumbprint === thumb) return done({ ...answer, status: 'pending' });
  return reject('node_revoked');
}

/** So that a node which never checks in is missed; a lost row is made by the first check-in. */
const firstPulse = ({ pulses, settings }: Needs, { nodeId, cluster }: Answer, at: string): Promise<void> =>
  pulses.put({
    cluster,
    node: nodeId,
    bootId: '',
    bootStartedAt: 0,
    sequence: 0,
    generation: 0,
    digestPrefix: '',
    resident: 0,
    seenAt: Math.floor(Date.parse(at) / 1000),
    intervalSeconds: settings.idleCheckInSeconds,
    newest: null,
    windowStart: null,
    drift: [],
    unhealthy: false,
  });

import { done, type Outcome, reject } from '../../core/decision.ts';
import { durationSeconds } from '../../core/deployment/duration.ts';
import { decideEnrolmentToken } from '../../core/enrolment-token/decide.ts';
import { ENROLMENT_TOKEN } from '../../core/enrolment-token/evolve.ts';
import { enrolmentTokenText, secretHash } from '../../core/enrolment-token/token-text.ts';
import { derivedSecret } from '../../core/integrity/hs256.ts';
import { TRUST, TRUST_KEY } from '../../core/trust/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { CreateEnrolmentTokenRequest, EnrolmentToken, NewEnrolmentToken } from '../../schemas/enrolment-token.ts';
import { mayAct, mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import { ensureCluster } from '../cluster/ensure-cluster.ts';
import type { World } from '../ports.ts';
import { type Transaction, transact } from '../transact.ts';
import { shownToken } from './shown-token.ts';

type Needs = Pick<World, 'streams' | 'ids' | 'authority' | 'controlPlane' | 'keyring' | 'settings' | 'witness'>;

/**
 * Makes a token that lets nodes enrol in a cluster, which comes to be with it. The answer alone holds the secret.
 * @returns `trust_root_missing`; `cluster_unknown` or `forbidden` by the cluster's access list
 * @see docs/protocol.md §4.1
 */
export async function createEnrolmentToken(
  world: Needs,
  { body }: RouteInput<unknown, unknown, CreateEnrolmentTokenRequest>,
  call: Call,
): Promise<Outcome<NewEnrolmentToken>> {
  const { cluster, uses, expiresIn, labels } = body;
  if (!(await mayRead(world, call.principal, { cluster }))) return reject('cluster_unknown', { cluster });
  if (!(await mayAct(world, call.principal, { cluster }, 'operate'))) return reject('forbidden', { cluster });
  const made = { cluster, uses, lifetimeSeconds: durationSeconds(expiresIn), labels, node: null };
  return newToken(world, made, call, async (tx) => {
    const ensured = await ensureCluster(world, tx, cluster, call.at);
    return ensured.ok ? done(null) : ensured;
  });
}

interface Wanted {
  readonly cluster: string;
  readonly uses: number;
  readonly lifetimeSeconds: number;
  readonly labels: CreateEnrolmentTokenRequest['labels'];
  readonly node: string | null;
}

/**
 * The secret is derived from the token's id, because the answer to a command is stored and must not hold it; the
 * key for that lies outside the database.
 * @param beside what else belongs into the same append
 */
export async function newToken(
  world: Needs,
  wanted: Wanted,
  call: Call,
  beside: (tx: Transaction, tokenId: string) => Promise<Outcome<unknown>>,
): Promise<Outcome<NewEnrolmentToken>> {
  const key = await world.keyring.hmacKey('enrolment');
  const secretOf = (id: string): string => derivedSecret(key, id);
  const id = `enrol-${Buffer.from(world.ids.bytes(12)).toString('hex')}`;
  const made = await transact(world, call, async (tx) => {
    const { state: root } = await tx.load(TRUST, TRUST_KEY);
    if (root.version === 0) return reject('trust_root_missing');
    const also = await beside(tx, id);
    if (!also.ok) return also;
    const { state } = await tx.load(ENROLMENT_TOKEN, id);
    const what = { ...wanted, by: call.principal.subject, at: call.at, secretSha256: secretHash(secretOf(id)) };
    const decision = decideEnrolmentToken({ type: 'CreateEnrolmentToken', ...what }, state);
    if (!decision.ok) return decision;
    const token: EnrolmentToken = shownToken(id, 1, tx.append(ENROLMENT_TOKEN, id, decision.events));
    return done({ ...token, rootVersion: root.version, rootSha256: root.digest });
  });
  if (!made.ok) return made;
  const { rootVersion, rootSha256, ...token } = made.value;
  const { id: tokenId, cluster } = token;
  const text = enrolmentTokenText({ id: tokenId, secret: secretOf(tokenId), cluster, rootVersion, rootSha256 });
  return done({ ...token, token: text });
}

import { decideIssue } from '../../core/cluster/decide-issue.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { done, type Outcome } from '../../core/decision.ts';
import { pastHalfLife } from '../../core/directive/servable.ts';
import { releaseKeys } from '../../core/trust/role-keys.ts';
import type { TrustRoot } from '../../schemas/documents.ts';
import type { Instant, Json } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import { everyCluster } from '../cluster/every-cluster.ts';
import type { World } from '../ports.ts';
import { systemCall } from '../system-call.ts';
import { transact } from '../transact.ts';
import { currentRoot } from '../trust/current-root.ts';
import { applyRecovery } from './apply-recovery.ts';
import { type IssuingWorld, signPending } from './sign-pending.ts';

export interface Renewal {
  /** Clusters that got a new signed directive. */
  readonly renewed: readonly string[];
  /** Clusters on which something that waits for a signature did not get it, with the code that says why. */
  readonly refused: readonly { readonly cluster: string; readonly code: string }[];
}

/**
 * Drafts and signs the next directive of every cluster that needs one: past half of its life, never signed, signed by
 * a key the trust root no longer names, or of an older epoch than it. The sweep calls it every five minutes, an embedded server before it is ready.
 * Without a trust root there is nothing to renew.
 * @see docs/protocol.md §2.11, §2.12
 */
export async function renewDirectives(world: IssuingWorld & Pick<World, 'controlPlane' | 'witness'>): Promise<Renewal> {
  const current = await currentRoot(world);
  const renewed: string[] = [];
  const refused: { cluster: string; code: string }[] = [];
  if (!current) return { renewed, refused };
  const checkpoint = await world.witness.last();
  for await (const cluster of everyCluster(world)) {
    const outcome = await renewOne(world, cluster, { root: current.root, checkpoint });
    if (!outcome.ok) refused.push({ cluster: cluster.name, code: outcome.code });
    else if (outcome.value) renewed.push(cluster.name);
  }
  return { renewed, refused };
}

interface Terms {
  readonly root: TrustRoot;
  readonly checkpoint: string | undefined;
}

async function renewOne(
  world: IssuingWorld & Pick<World, 'controlPlane'>,
  cluster: ClusterState,
  terms: Terms,
): Promise<Outcome<boolean>> {
  const now = new Date(world.clock.now()).toISOString();
  const { root } = terms;
  if (cluster.epoch < root.epoch || pastHalfLife(cluster, now) || outOfForce(cluster, root)) {
    const drafted = await draft(world, cluster, terms, now);
    if (!drafted.ok) return drafted;
  } else if (cluster.directive?.envelope) return done(false);
  const signed = await signPending(world, cluster.name);
  return signed.ok ? done(signed.value.directive !== null) : signed;
}

/** Signed by a key that the newest root no longer lets sign here. */
const outOfForce = ({ name, directive }: ClusterState, root: TrustRoot): boolean => {
  const signer = directive?.envelope?.signatures[0]?.keyid;
  return signer !== undefined && !releaseKeys(root, name).some(({ keyId }) => keyId === signer);
};

/** Named after the directive it replaces, so that two sweeps at once draft one. */
function draft(
  world: IssuingWorld & Pick<World, 'controlPlane'>,
  { name, directive }: ClusterState,
  { root, checkpoint }: Terms,
  at: Instant,
): Promise<Outcome<Json>> {
  const call: Call = systemCall(world, 'sweep', `renew/${name}/${root.version}/${directive?.digest ?? 'first'}`);
  const context = { controlPlane: world.controlPlane, at, checkpoint };
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(CLUSTER, name);
    if (state.epoch < root.epoch) {
      const command = { type: 'RecoverCluster', rootEpoch: root.epoch, justification: RAISED, ...context } as const;
      const recovered = await applyRecovery(tx, name, command);
      return recovered.ok ? done(null) : recovered;
    }
    const sequence = outOfForce(state, root) ? (state.directive?.sequence ?? null) : null;
    const decision = decideIssue({ type: 'RenewDirective', outOfForce: sequence, ...context }, state);
    if (!decision.ok) return decision;
    tx.append(CLUSTER, name, decision.events);
    return done(null);
  });
}

const RAISED = 'the trust root raises the epoch';

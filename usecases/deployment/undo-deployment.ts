import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { reasonOf } from '../../core/deployment/reason-of.ts';
import { type DeploymentState, isOpen } from '../../core/deployment/state.ts';
import { type Target, type WayBack, wayBack } from '../../core/deployment/way-back.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { type Transaction, transact } from '../transact.ts';
import { authoriseDeployment } from './authorise-deployment.ts';
import { goBack } from './go-back.ts';
import { refuseRevoked } from './refuse-revoked.ts';

export interface Undo {
  readonly deploymentId: string;
  /** Fence of an automatic rollback; people need none. */
  readonly run?: number;
  readonly automatic: boolean;
  /** `stop`: end as `stopped` while nothing was activated. */
  readonly stop: boolean;
  readonly justification: string | null;
  /** Content that was Active here, where somebody names it; else what ran before. */
  readonly target?: Target;
  /** Revision of the cluster that the caller read, where it is the cluster that is spoken to. */
  readonly clusterRevision?: number | undefined;
}

/**
 * Stop, rollback by a person, and automatic rollback are one command that differs in who asks.
 * A person needs the right on what is undone and on what is brought back.
 * @returns the refusals of `authoriseDeployment` and `wayBack`; `justification_required` where content is brought back without a word;
 *   `version_revoked` (to a rollback by a person), `content_pinned` of the target; `superseded`
 */
export async function undoDeployment(
  world: World,
  call: Call,
  undo: Undo,
): Promise<Outcome<DeploymentCommandResponse>> {
  const { deploymentId, automatic, stop, justification } = undo;
  let clusterName = '';
  const undone = await transact(world, call, async (tx): Promise<Outcome<DeploymentCommandResponse>> => {
    const { state: deployment, revision } = await tx.load(DEPLOYMENT, deploymentId);
    if (!deployment.exists) return reject('deployment_unknown', { id: deploymentId });
    if (undo.run !== undefined && undo.run !== deployment.run) return reject('superseded', { run: deployment.run });
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    clusterName = deployment.cluster;
    const allowed = undo.automatic ? done(null) : await authoriseDeployment(world, call, deploymentId, deployment);
    if (!allowed.ok) return allowed;
    if (stop && !isOpen(deployment)) return stopEnded(tx, deployment);
    const { state: cluster, revision: clusterRevision } = await tx.load(CLUSTER, deployment.cluster);
    if (undo.clusterRevision !== undefined && undo.clusterRevision !== clusterRevision)
      return reject('precondition_failed', { revision: clusterRevision });
    const found = wayBack(deployment, cluster, undo.target ?? null);
    if (!found.ok) return found;
    const way = await usableWay(world, call, undo, deployment, found.value);
    if (!way.ok) return way;
    return goBack(world, tx, call, { deployment, cluster, way: way.value, automatic, justification, stop });
  });
  // Withdrawn is only what a signed directive says; the feed and the sweep would do it, later.
  if (undone.ok && clusterName) await world.issuing.sign({ of: 'cluster', cluster: clusterName }, call);
  return undone;
}

/**
 * What was revoked since is not brought back. A person who asks for it is told, and names something else; a rollout
 * that must end, by itself or because somebody stops it, ends without.
 */
async function usableWay(
  world: World,
  call: Call,
  { automatic, stop, justification }: Undo,
  deployment: DeploymentState,
  way: WayBack,
): Promise<Outcome<WayBack>> {
  if (way.type !== 'redeploy') return done(way);
  const { snapshot } = way.target;
  const usable = await refuseRevoked(world, snapshot);
  if (!usable.ok && isOpen(deployment) && (automatic || stop)) return done({ type: 'halt', reason: reasonOf(usable) });
  if (!justification) return reject('justification_required');
  // Bringing content back is acting on its configs, too.
  const mayBring = automatic
    ? done(null)
    : await authoriseDeployment(world, call, deployment.id, { ...deployment, snapshot });
  if (!mayBring.ok) return mayBring;
  return usable.ok ? done(way) : usable;
}

/** Stopping what has ended changes nothing; what completed in the meantime runs everywhere, and only a rollback undoes it. */
async function stopEnded(
  tx: Transaction,
  { id, status, rolledBackBy }: DeploymentState,
): Promise<Outcome<DeploymentCommandResponse>> {
  if (status === 'completed') return reject('deployment_not_running', { status });
  if (rolledBackBy === null) return done({ id, status });
  const { state } = await tx.load(DEPLOYMENT, rolledBackBy);
  return done({ id: rolledBackBy, status: state.status, rollbackOf: id });
}

import { decideCandidate } from '../../core/cluster/decide-candidate.ts';
import { decideLock } from '../../core/cluster/decide-lock.ts';
import { decidePin } from '../../core/cluster/decide-pin.ts';
import type { ClusterEvent } from '../../core/cluster/events.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../core/cluster/state.ts';
import { type Decision, done, type Outcome } from '../../core/decision.ts';
import { type CloseCommand, decideClose } from '../../core/deployment/decide-close.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import type { WayBack } from '../../core/deployment/way-back.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import { Strategy } from '../../schemas/strategy.ts';
import type { Call } from '../call.ts';
import { changeCluster } from '../cluster/change-cluster.ts';
import type { World } from '../ports.ts';
import type { Transaction } from '../transact.ts';

export interface Undoing {
  readonly deployment: DeploymentState;
  readonly cluster: ClusterState;
  readonly way: WayBack;
  readonly automatic: boolean;
  readonly justification: string | null;
  /** `stop` where withdrawing is enough ends as `stopped` and pins nothing. */
  readonly stop: boolean;
}

type Needs = Pick<World, 'controlPlane' | 'witness' | 'ids'>;

/**
 * Ends a deployment by the way back that is left, in the caller's transaction, so in one atomic append: the failing
 * deployment is closed, and either its candidate withdrawn and the cluster free, or the deployment that brings old
 * content back exists and holds the lock. The lock is never free in between.
 */
export async function goBack(
  world: Needs,
  tx: Transaction,
  call: Call,
  undoing: Undoing,
): Promise<Outcome<DeploymentCommandResponse>> {
  return undoing.way.type === 'redeploy'
    ? redeploy(world, tx, call, undoing, undoing.way)
    : withdraw(world, tx, call, undoing);
}

async function withdraw(
  world: Needs,
  tx: Transaction,
  { at }: Call,
  undoing: Undoing,
): Promise<Outcome<DeploymentCommandResponse>> {
  const { deployment, cluster, way, stop } = undoing;
  const { id: deploymentId } = deployment;
  const halt = way.type === 'halt';
  const closed = decideClose(closing(undoing, at), deployment);
  if (!closed.ok) return closed;
  const events = onCluster(cluster, [
    (state) => decideCandidate({ type: 'WithdrawCandidate', at, deploymentId, ...(halt && { abandon: true }) }, state),
    (state) => ((stop && !halt) || !state.draft ? { ok: true, events: [] } : pin(state.draft, deploymentId, at, state)),
    (state) => decideLock({ type: 'Unlock', at, deploymentId }, state),
  ]);
  if (!events.ok) return events;
  const { status } = tx.append(DEPLOYMENT, deploymentId, closed.events);
  await changeCluster(world, tx, cluster.name, at, events.events);
  return done({ id: deploymentId, status });
}

function closing({ way, stop, automatic, justification }: Undoing, at: string): CloseCommand {
  if (way.type === 'halt') return { type: 'Halt', at, reason: way.reason, automatic, justification };
  if (stop) return { type: 'Stop', at, justification };
  return { type: 'RollBack', at, by: null, automatic, justification: justification ?? '' };
}

async function redeploy(
  world: Needs,
  tx: Transaction,
  { at, principal, traceId }: Call,
  { deployment, cluster, automatic, justification }: Undoing,
  { target, bad }: Extract<WayBack, { type: 'redeploy' }>,
): Promise<Outcome<DeploymentCommandResponse>> {
  const id = world.ids.uuid();
  const { snapshot, contentDigest } = target;
  const closed = decideClose(
    { type: 'RollBack', at, by: id, automatic, justification: justification ?? '' },
    deployment,
  );
  if (!closed.ok) return closed;
  const events = onCluster(cluster, [
    (state) =>
      state.lock === deployment.id
        ? decideLock({ type: 'PassLock', at, from: deployment.id, to: id, contentDigest }, state)
        : decideLock({ type: 'Lock', at, deploymentId: id, contentDigest }, state),
    (state) => pin(bad, deployment.id, at, state),
  ]);
  if (!events.ok) return events;
  await tx.load(DEPLOYMENT, id);
  tx.append(DEPLOYMENT, deployment.id, closed.events);
  const { status } = tx.append(DEPLOYMENT, id, [
    {
      type: 'DeploymentStarted',
      at,
      id,
      cluster: cluster.name,
      snapshot,
      contentDigest,
      // At once: whoever runs the bad content should not wait for phases.
      strategy: Strategy.parse({ strategy: 'Direct' }),
      selector: null,
      rollbackOf: deployment.id,
      justification,
      startedBy: principal.subject,
      traceId,
    },
  ]);
  await changeCluster(world, tx, cluster.name, at, events.events);
  return done({ id, status, rollbackOf: deployment.id });
}

const pin = (release: ReleaseRef, deploymentId: string, at: string, state: ClusterState): Decision<ClusterEvent> =>
  decidePin({ type: 'PinContent', at, release, deploymentId }, state);

/** Several decisions about one cluster, each seeing what the ones before it changed. */
function onCluster(
  cluster: ClusterState,
  steps: readonly ((state: ClusterState) => Decision<ClusterEvent>)[],
): Decision<ClusterEvent> {
  const all: ClusterEvent[] = [];
  let state = cluster;
  for (const step of steps) {
    const decision = step(state);
    if (!decision.ok) return decision;
    all.push(...decision.events);
    state = decision.events.reduce(CLUSTER.evolve, state);
  }
  return { ok: true, events: all };
}

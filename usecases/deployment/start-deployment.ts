import { decideLock } from '../../core/cluster/decide-lock.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { planDeployment } from '../../core/deployment/plan.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { StartDeploymentRequest, StartDeploymentResponse } from '../../schemas/deployment.ts';
import { mayActOnDeployment } from '../access/may-act-on-deployment.ts';
import type { Call } from '../call.ts';
import { changeCluster } from '../cluster/change-cluster.ts';
import { ensureCluster } from '../cluster/ensure-cluster.ts';
import type { World } from '../ports.ts';
import { paceOf } from '../rollout/pace.ts';
import { releasableSnapshot } from '../snapshot/releasable.ts';
import { transact } from '../transact.ts';
import { resolveTarget } from './resolve-target.ts';
import { surveyCluster } from './survey-cluster.ts';

/**
 * Starts moving a cluster to a snapshot, or to its active map with one version replaced. Everything is checked here
 * already (may they, may it be released, can the plan succeed), so that a refusal comes now; the state machine does
 * the rest.
 * @returns the refusals of `resolveTarget`, `releasableSnapshot`, `planDeployment`; `cluster_locked` with the
 *   deployment that runs, `content_pinned`, `cluster_signing_stopped`, `trust_root_missing`; `no_nodes` when a
 *   selector matches nobody; `stream_moved` when the cluster went on since an implicit snapshot was made
 */
export async function startDeployment(
  world: World,
  { body }: RouteInput<unknown, unknown, StartDeploymentRequest>,
  call: Call,
): Promise<Outcome<StartDeploymentResponse>> {
  const { at, principal, traceId } = call;
  return transact(world, call, async (tx): Promise<Outcome<StartDeploymentResponse>> => {
    const target = await resolveTarget(world, body, call);
    if (!target.ok) return target;
    const { cluster, profile, configs, strategy, basedOn } = target.value;
    const allowed = await mayActOnDeployment(world, principal, { cluster, configs });
    if (!allowed.ok) return allowed;
    const releasable = await releasableSnapshot(world, { name: profile.name, revision: profile.revision, cluster, at });
    if (!releasable.ok) return releasable;
    const { ref: snapshot, contentDigest, justification } = releasable.value;
    const ensured = await ensureCluster(world, tx, cluster, at);
    if (!ensured.ok) return ensured;
    const { state } = await tx.load(CLUSTER, cluster);
    if (basedOn !== undefined && basedOn !== (state.stable?.snapshot.digest ?? null))
      return reject('stream_moved', { cluster });
    const id = world.ids.uuid();
    const locked = decideLock({ type: 'Lock', at, deploymentId: id, contentDigest }, state);
    if (!locked.ok) return locked;
    const selector = body.selector ?? null;
    const feasible = await refuseInfeasible(world, { id, cluster, strategy, selector, at });
    if (!feasible.ok) return feasible;
    await tx.load(DEPLOYMENT, id);
    await changeCluster(world, tx, cluster, at, locked.events);
    const { status } = tx.append(DEPLOYMENT, id, [
      {
        type: 'DeploymentStarted',
        at,
        id,
        cluster,
        snapshot,
        contentDigest,
        strategy,
        selector,
        rollbackOf: null,
        justification: body.justification ?? justification ?? null,
        startedBy: principal.subject,
        traceId,
      },
    ]);
    return done({ id, cluster, status });
  });
}

async function refuseInfeasible(
  world: World,
  {
    id,
    cluster,
    strategy,
    selector,
    at,
  }: {
    id: string;
    cluster: string;
    strategy: Parameters<typeof planDeployment>[0];
    selector: StartDeploymentRequest['selector'] | null;
    at: string;
  },
): Promise<Outcome<number>> {
  const lens = {
    deploymentId: id,
    now: Date.parse(at) / 1000,
    staleAfterSeconds: world.settings.staleAfterSeconds,
    candidate: null,
  };
  const seen = await surveyCluster(world, cluster, selector ?? null, lens);
  if (selector && seen.ranks.length === 0) return reject('no_nodes', { cluster, selector });
  const plan = planDeployment(strategy, seen, paceOf(world));
  return plan.ok ? done(plan.value.phases.length) : plan;
}

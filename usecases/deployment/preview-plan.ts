import { obstacles } from '../../core/cluster/decide-lock.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { planDeployment } from '../../core/deployment/plan.ts';
import { reasonOf } from '../../core/deployment/reason-of.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { PlanResponse, StartDeploymentRequest } from '../../schemas/deployment.ts';
import { mayActOnDeployment } from '../access/may-act-on-deployment.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { paceOf } from '../rollout/pace.ts';
import { releasableSnapshot } from '../snapshot/releasable.ts';
import { currentRoot } from '../trust/current-root.ts';
import { resolveTarget } from './resolve-target.ts';
import { surveyCluster } from './survey-cluster.ts';

/**
 * The plan of a deployment that is not started: its phases over the nodes there are, how long it would take, and
 * everything that would refuse it now (`conflicts`). A version named on its own becomes a snapshot to be approved.
 * @returns the refusals of `resolveTarget`; `plan_infeasible`; `no_nodes`
 */
export async function previewPlan(
  world: World,
  { body }: RouteInput<unknown, unknown, StartDeploymentRequest>,
  call: Call,
): Promise<Outcome<PlanResponse>> {
  const target = await resolveTarget(world, body, call);
  if (!target.ok) return target;
  const { cluster, profile, configs, strategy } = target.value;
  const allowed = await mayActOnDeployment(world, call.principal, { cluster, configs });
  if (!allowed.ok) return allowed;
  const { name, revision, contentDigest } = profile;
  const { staleAfterSeconds } = world.settings;
  const lens = {
    deploymentId: world.ids.uuid(),
    now: Date.parse(call.at) / 1000,
    staleAfterSeconds,
    candidate: null,
  };
  const seen = await surveyCluster(world, cluster, body.selector ?? null, lens);
  if (body.selector && seen.ranks.length === 0) return reject('no_nodes', { cluster });
  const plan = planDeployment(strategy, seen, paceOf(world));
  if (!plan.ok) return plan;
  const releasable = await releasableSnapshot(world, { name, revision, cluster, at: call.at });
  const { state } = await loadState(world, CLUSTER, cluster);
  const conflicts = [
    ...(releasable.ok ? [] : [releasable]),
    ...obstacles(contentDigest, state),
    // The cluster would come to be with the deployment, and nothing can be signed for it.
    ...(state.exists || (await currentRoot(world)) ? [] : [reject('trust_root_missing')]),
  ];
  const { phases, predictedSeconds, notes } = plan.value;
  return done({
    cluster,
    snapshot: { name, revision },
    strategy,
    ...(body.selector && { selector: body.selector }),
    nodes: seen.ranks.length,
    offlineNodes: seen.offlineNodes,
    phases: [...phases],
    predictedSeconds,
    rollback: 'direct',
    conflicts: conflicts.map(reasonOf),
    notes: [...notes],
  });
}

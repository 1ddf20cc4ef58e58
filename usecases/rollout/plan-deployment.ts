import { decideCandidate } from '../../core/cluster/decide-candidate.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../core/cluster/state.ts';
import { done, type Outcome } from '../../core/decision.ts';
import { decideStep } from '../../core/deployment/decide-step.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { planAnyway, planDeployment } from '../../core/deployment/plan.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import type { Survey } from '../../core/deployment/survey.ts';
import { pulseRelease } from '../../core/pulse/release.ts';
import { releasePayload } from '../../core/release/payload.ts';
import type { Instant } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import { changeCluster } from '../cluster/change-cluster.ts';
import { type ReleaseContent, releaseContent } from '../deployment/release-content.ts';
import { surveyCluster } from '../deployment/survey-cluster.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { paceOf } from './pace.ts';
import { storePlan } from './stored-plan.ts';

/**
 * Fixes what a deployment releases and in which phases: content checked once more, release drafted at the next
 * generation, ranks of the present nodes cut into phases, all stored in one append. Widening plans the rest of the
 * cluster for the release there is.
 * @returns the refusals of `releaseContent` and `planDeployment`; `superseded` and `deployment_not_running`
 */
export async function planAndDraft(world: World, call: Call, deployment: DeploymentState): Promise<Outcome<number>> {
  const { cluster, strategy, selector, rollbackOf, id: deploymentId } = deployment;
  const { at } = call;
  const widened = draftOf(deployment, (await loadState(world, CLUSTER, cluster)).state);
  const content = widened ? undefined : await releaseContent(world, deployment, at);
  if (content && !content.ok) return content;
  const seen = await surveyCluster(world, cluster, selector, {
    deploymentId,
    now: Date.parse(at) / 1000,
    staleAfterSeconds: world.settings.staleAfterSeconds,
    candidate: widened ? pulseRelease(widened) : null,
  });
  // Half a cluster, or a bad release, is no place to stop and think.
  const must = rollbackOf !== null || widened !== undefined;
  const plan = must ? done(planAnyway(strategy, seen, paceOf(world))) : planDeployment(strategy, seen, paceOf(world));
  if (!plan.ok) return plan;
  const { phases, predictedSeconds, notes } = plan.value;
  const stored = await storePlan(world, phases, seen.members, { offlineNodes: seen.offlineNodes, predictedSeconds });
  return transact(world, call, async (tx) => {
    const { state: before } = await tx.load(CLUSTER, cluster);
    const { state } = await tx.load(DEPLOYMENT, deploymentId);
    const release = content ? await draft(world, before, state, content.value, at) : widened;
    if (!release) throw new Error('neither content nor a draft');
    const drafted = decideCandidate({ type: 'DraftRelease', at, release }, before);
    if (!drafted.ok) return drafted;
    await changeCluster(world, tx, cluster, at, drafted.events);
    const { generation, digest } = release;
    const baseline = baselineOf(seen);
    const { run } = deployment;
    const command = { type: 'RecordPlan', at, run, generation, digest, plan: stored, baseline, notes } as const;
    const planned = decideStep(command, state);
    if (!planned.ok) return planned;
    tx.append(DEPLOYMENT, deploymentId, planned.events);
    return done(generation);
  });
}

/** The release this deployment has drafted already: it is widened. */
const draftOf = ({ id }: DeploymentState, { draft: drafted }: ClusterState): ReleaseRef | undefined =>
  drafted?.deploymentId === id ? drafted : undefined;

const baselineOf = ({ baseline }: Survey) => (baseline.nodes > 0 ? baseline : null);

/** The release as it would be drafted now; its payload is put before anything names it. */
async function draft(
  world: World,
  cluster: ClusterState,
  { id, cluster: name, snapshot, contentDigest, rollbackOf }: DeploymentState,
  { document, approvals }: ReleaseContent,
  issuedAt: Instant,
): Promise<ReleaseRef> {
  const { epoch, releases } = cluster;
  const generation = cluster.generation + 1;
  const { bytes, digest } = releasePayload({
    controlPlane: world.controlPlane,
    cluster: name,
    epoch,
    generation,
    snapshot,
    configs: document.configs,
    approvals,
    rollbackOf: rollbackOf ?? undefined,
    effectiveFrom: document.effectiveFrom,
    effectiveTo: document.effectiveTo,
    issuedAt,
    previousDigest: releases[0]?.digest ?? null,
  });
  await world.blobs.put('release', bytes);
  return { epoch, generation, digest, envelopeSha256: null, snapshot, contentDigest, deploymentId: id };
}

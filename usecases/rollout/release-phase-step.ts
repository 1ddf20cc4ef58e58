import { decideCandidate } from '../../core/cluster/decide-candidate.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome } from '../../core/decision.ts';
import { decideStep } from '../../core/deployment/decide-step.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { type DeploymentState, phaseNumber } from '../../core/deployment/state.ts';
import type { PlannedPhase } from '../../schemas/deployment.ts';
import { changeCluster } from '../cluster/change-cluster.ts';
import { signPending } from '../issue/sign-pending.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { signDraft } from './sign-draft.ts';
import { answer, endedAlready, endedBy, loadDeployment, type StepInput, type StepOutput, stepCall } from './step.ts';
import { plannedPhases } from './stored-plan.ts';

/**
 * Releases one named phase: a fact about the deployment, and the cluster's next directive with the new cutoff, in
 * one append. Fleet size does not matter here. Released already = nothing but the wait.
 */
export async function releasePhaseStep(
  world: World,
  input: StepInput & { readonly phase: number },
): Promise<StepOutput> {
  const { state } = await loadDeployment(world, input.deploymentId);
  const ended = endedAlready(input, state);
  if (ended) return answer(input, 'ended', { reason: ended });
  const soon = { waitSeconds: world.settings.assessSeconds };
  if (!state.plan) throw new Error('released before it was planned');
  if (input.phase > phaseNumber(state)) {
    const phase = (await plannedPhases(world, state.plan))[input.phase - 1];
    if (!phase) throw new Error(`the plan has no phase ${input.phase}`);
    const refused = await signDraft(world, input, state);
    if (refused) return refused;
    const released = await release(world, input, state, phase);
    // While nodes are ahead of us nothing is released; the assessment asks for the phase again.
    if (!released.ok && released.code === 'cluster_signing_stopped')
      return answer(input, 'released', { ...soon, reason: released.code });
    if (!released.ok) return endedBy(input, released);
  }
  await signPending(world, state.cluster, state);
  return answer(input, 'released', soon);
}

async function release(
  world: World,
  input: StepInput,
  deployment: DeploymentState,
  phase: PlannedPhase,
): Promise<Outcome<number>> {
  const { cluster, strategy, id: deploymentId } = deployment;
  const call = stepCall(world, input, `release-phase/${phase.phase}`, deployment);
  const { at } = call;
  const keepStable = strategy.strategy === 'BlueGreen' && phase.mode === 'activate';
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(DEPLOYMENT, deploymentId);
    const { state: before } = await tx.load(CLUSTER, cluster);
    const released = decideStep({ type: 'ReleasePhase', at, run: input.run, phase }, state);
    if (!released.ok) return released;
    if (released.events.length === 0) return done(phase.phase);
    const set = decideCandidate(
      { type: 'SetCandidate', at, deploymentId, phase, selector: state.selector, keepStable },
      before,
    );
    if (!set.ok) return set;
    tx.append(DEPLOYMENT, deploymentId, released.events);
    await changeCluster(world, tx, cluster, at, set.events);
    return done(phase.phase);
  });
}

import { CLUSTER } from '../../core/cluster/evolve.ts';
import { phaseNumber } from '../../core/deployment/state.ts';
import { signPending } from '../issue/sign-pending.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { haltDeployment } from './halt-deployment.ts';
import { draftOf, planAndDraft } from './plan-deployment.ts';
import {
  answer,
  endedAlready,
  endedBy,
  isOrdinaryEnd,
  loadDeployment,
  type StepInput,
  type StepOutput,
  stepCall,
} from './step.ts';

/**
 * First state of every run, so starting again is always right: plans if that has not been done, and says with which
 * phase the run goes on. What has become impossible since the start (revoked, unapproved, infeasible) halts it.
 */
export async function planStep(world: World, input: StepInput): Promise<StepOutput> {
  const { state } = await loadDeployment(world, input.deploymentId);
  const ended = endedAlready(input, state);
  if (ended) return answer(input, 'ended', { reason: ended });
  const { state: cluster } = await loadState(world, CLUSTER, state.cluster);
  if (!state.plan || !draftOf(state, cluster)) {
    const planned = await planAndDraft(world, stepCall(world, input, 'plan', state), state);
    if (!planned.ok)
      return isOrdinaryEnd(planned) ? endedBy(input, planned) : haltDeployment(world, input, state, planned);
  }
  // A refusal to sign is the cluster's state, shown there; nodes prove nothing until it is signed.
  await signPending(world, state.cluster, state);
  const { state: planned } = await loadDeployment(world, input.deploymentId);
  return answer(input, 'planned', { phase: Math.max(1, phaseNumber(planned)), loops: 0 });
}

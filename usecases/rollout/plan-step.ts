import { phaseNumber } from '../../core/deployment/state.ts';
import type { World } from '../ports.ts';
import { haltDeployment } from './halt-deployment.ts';
import { planAndDraft } from './plan-deployment.ts';
import { signDraft } from './sign-draft.ts';
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
 * phase the run goes on. What has become impossible since the start (revoked, unapproved, infeasible, not to be signed) halts it.
 */
export async function planStep(world: World, input: StepInput): Promise<StepOutput> {
  const { state } = await loadDeployment(world, input.deploymentId);
  const ended = endedAlready(input, state);
  if (ended) return answer(input, 'ended', { reason: ended });
  if (!state.plan) {
    const planned = await planAndDraft(world, stepCall(world, input, 'plan', state), state);
    if (!planned.ok)
      return isOrdinaryEnd(planned) ? endedBy(input, planned) : haltDeployment(world, input, state, planned);
  }
  const refused = await signDraft(world, input, state);
  if (refused) return refused;
  const { state: planned } = await loadDeployment(world, input.deploymentId);
  return answer(input, 'planned', { phase: Math.max(1, phaseNumber(planned)), loops: 0 });
}

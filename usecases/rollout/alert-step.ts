import { done } from '../../core/decision.ts';
import { decideStep } from '../../core/deployment/decide-step.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { Breach } from '../../schemas/deployment-report.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { answer, endedBy, loadDeployment, type StepInput, type StepOutput, stepCall } from './step.ts';

/**
 * Records what was measured, as the event that alarms and consumers see, before anything is undone; null for what was
 * recorded before.
 */
export async function alertStep(
  world: World,
  input: StepInput & { readonly breach: Breach | null },
): Promise<StepOutput> {
  const { run, breach } = input;
  if (!breach) return answer(input, 'alerted');
  const { state } = await loadDeployment(world, input.deploymentId);
  const call = stepCall(world, input, 'alert', state);
  const alerted = await transact(world, call, async (tx) => {
    const { state: current } = await tx.load(DEPLOYMENT, input.deploymentId);
    const decision = decideStep({ type: 'RecordBreach', at: call.at, run, breach }, current);
    if (!decision.ok) return decision;
    tx.append(DEPLOYMENT, input.deploymentId, decision.events);
    return done(breach.phase);
  });
  return alerted.ok ? answer(input, 'alerted') : endedBy(input, alerted);
}

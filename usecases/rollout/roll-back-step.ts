import { undoDeployment } from '../deployment/undo-deployment.ts';
import type { World } from '../ports.ts';
import { answer, endedBy, loadDeployment, type StepInput, type StepOutput, stepCall } from './step.ts';

/** Undoes the deployment because of its recorded breach. The new deployment gets its own execution from the feed. */
export async function rollBackStep(world: World, input: StepInput): Promise<StepOutput> {
  const { state } = await loadDeployment(world, input.deploymentId);
  const undone = await undoDeployment(world, stepCall(world, input, 'roll-back', state), {
    deploymentId: input.deploymentId,
    run: input.run,
    automatic: true,
    stop: false,
    justification: `automatic rollback: ${[...new Set(state.breachTriggers)].join(', ')}`,
  });
  return undone.ok ? answer(input, 'rolled_back', { reason: undone.value.id }) : endedBy(input, undone);
}

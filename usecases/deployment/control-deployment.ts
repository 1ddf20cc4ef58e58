import { done, type Outcome, reject } from '../../core/decision.ts';
import { type ControlCommand, decideControl } from '../../core/deployment/decide-control.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { authoriseDeployment } from './authorise-deployment.ts';

/** One word of a person to a deployment: load, may they, decide, store. */
export async function controlDeployment(
  world: World,
  deploymentId: string,
  command: ControlCommand,
  call: Call,
): Promise<Outcome<DeploymentCommandResponse>> {
  return transact(world, call, async (tx) => {
    const { state, revision } = await tx.load(DEPLOYMENT, deploymentId);
    const allowed = await authoriseDeployment(world, call, deploymentId, state);
    if (!allowed.ok) return allowed;
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    const decision = decideControl(command, state);
    if (!decision.ok) return decision;
    const { status } = tx.append(DEPLOYMENT, deploymentId, decision.events);
    return done({ id: deploymentId, status });
  });
}

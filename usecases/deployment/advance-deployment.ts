import type { Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { controlDeployment } from './control-deployment.ts';

/** A person says that the present phase is done: unproven nodes, a soak, a missing promotion no longer hold it. */
export const advanceDeployment = (
  world: World,
  { params, body }: RouteInput<{ readonly id: string }, unknown, { readonly justification: string }>,
  call: Call,
): Promise<Outcome<DeploymentCommandResponse>> =>
  controlDeployment(world, params.id, { type: 'Advance', at: call.at, justification: body.justification }, call);

import type { Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { controlDeployment } from './control-deployment.ts';

/** No further phase until somebody resumes; nodes of released phases go on, health is still looked at. */
export const pauseDeployment = (
  world: World,
  { params, body }: RouteInput<{ readonly id: string }, unknown, { readonly justification?: string | undefined }>,
  call: Call,
): Promise<Outcome<DeploymentCommandResponse>> =>
  controlDeployment(world, params.id, { type: 'Pause', at: call.at, justification: body.justification ?? null }, call);

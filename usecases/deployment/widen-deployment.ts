import type { Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { controlDeployment } from './control-deployment.ts';

/** A held partial deployment goes on over the rest of the cluster, by the same strategy, without its selector. */
export const widenDeployment = (
  world: World,
  { params, body }: RouteInput<{ readonly id: string }, unknown, { readonly justification?: string | undefined }>,
  call: Call,
): Promise<Outcome<DeploymentCommandResponse>> =>
  controlDeployment(world, params.id, { type: 'Widen', at: call.at, justification: body.justification ?? null }, call);

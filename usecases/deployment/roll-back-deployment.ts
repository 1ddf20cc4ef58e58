import type { Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { undoDeployment } from './undo-deployment.ts';

type Command = RouteInput<{ readonly id: string }, unknown, { readonly justification?: string | undefined }>;

/**
 * Brings back what ran before, whether the deployment is under way or completed; the bad content is pinned.
 * @returns the new deployment's id where content is brought back; else the deployment itself, its candidate withdrawn
 */
export const rollBackDeployment = (
  world: World,
  input: Command,
  call: Call,
): Promise<Outcome<DeploymentCommandResponse>> => end(world, input, call, false);

/**
 * Ends a deployment that is under way: withdrawn while no node was told to switch, else the same as a rollback. One
 * that has ended without completing is stopped already.
 */
export const stopDeployment = (world: World, input: Command, call: Call): Promise<Outcome<DeploymentCommandResponse>> =>
  end(world, input, call, true);

const end = (
  world: World,
  { params, body }: Command,
  call: Call,
  stop: boolean,
): Promise<Outcome<DeploymentCommandResponse>> =>
  undoDeployment(world, call, {
    deploymentId: params.id,
    automatic: false,
    stop,
    justification: body.justification ?? null,
  });

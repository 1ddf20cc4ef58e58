import { type Outcome, reject } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentCommandResponse } from '../../schemas/deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { authoriseDeployment } from './authorise-deployment.ts';
import { readDeployment } from './get-deployment.ts';
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

/** Ends a deployment that is under way: withdrawn while no node was told to switch, else the same as a rollback. */
export const stopDeployment = (world: World, input: Command, call: Call): Promise<Outcome<DeploymentCommandResponse>> =>
  end(world, input, call, true);

async function end(
  world: World,
  { params, body }: Command,
  call: Call,
  stop: boolean,
): Promise<Outcome<DeploymentCommandResponse>> {
  const loaded = await readDeployment(world, params.id, call);
  if (!loaded.ok) return loaded;
  const { state } = loaded.value;
  const allowed = await authoriseDeployment(world, call, state);
  if (!allowed.ok) return allowed;
  // Stopping is for what is under way; a repeat of the same command gets its first answer below.
  if (stop && state.status === 'completed') return reject('deployment_not_running', { status: state.status });
  return undoDeployment(world, call, {
    deploymentId: params.id,
    automatic: false,
    stop,
    justification: body.justification ?? null,
  });
}

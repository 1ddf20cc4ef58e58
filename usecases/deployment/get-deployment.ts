import { done, type Outcome, reject } from '../../core/decision.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentResponse } from '../../schemas/deployment.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import type { Loaded } from '../transact.ts';
import { mayReadDeployment } from './deployment-resources.ts';
import { deploymentResponse } from './deployment-response.ts';

type Reader = Pick<World, 'streams' | 'blobs' | 'authority'>;

/** The head, for those who may read its cluster and its configs; `deployment_unknown` to everybody else. */
export async function readDeployment(
  world: Reader,
  id: string,
  { principal }: Call,
): Promise<Outcome<Loaded<DeploymentState>>> {
  const loaded = await loadState(world, DEPLOYMENT, id);
  const { state } = loaded;
  return state.exists && (await mayReadDeployment(world, principal, state))
    ? done(loaded)
    : reject('deployment_unknown', { id });
}

export async function getDeployment(
  world: Reader,
  { params }: RouteInput<{ readonly id: string }>,
  call: Call,
): Promise<Outcome<DeploymentResponse>> {
  const loaded = await readDeployment(world, params.id, call);
  return loaded.ok ? done(deploymentResponse(loaded.value)) : loaded;
}

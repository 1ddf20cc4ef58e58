import { unsignedRelease } from '../../core/cluster/decide-issue.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import { signPending } from '../issue/sign-pending.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { haltDeployment } from './halt-deployment.ts';
import type { StepInput, StepOutput } from './step.ts';

/**
 * Signs what the deployment drafted, before any directive names it. A release that may not be signed (approval voided,
 * version revoked, key untrusted) never will be: the deployment ends here with that refusal, and the cluster is free.
 * @returns how the step ends, or undefined when it goes on: signed, or signing has stopped until somebody recovers
 *   the cluster, which ends the deployment by itself
 */
export async function signDraft(
  world: World,
  input: StepInput,
  deployment: DeploymentState,
): Promise<StepOutput | undefined> {
  const signed = await signPending(world, deployment.cluster, deployment);
  if (signed.ok || signed.code === 'cluster_signing_stopped') return undefined;
  // The release has its signature and only the directive has none: that is the cluster's trouble, shown there.
  if (!unsignedRelease((await loadState(world, CLUSTER, deployment.cluster)).state)) return undefined;
  return haltDeployment(world, input, deployment, signed);
}

import { decideCandidate } from '../../core/cluster/decide-candidate.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done } from '../../core/decision.ts';
import { decideStep } from '../../core/deployment/decide-step.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { changeCluster } from '../cluster/change-cluster.ts';
import { signPending } from '../issue/sign-pending.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { observeCluster } from './observe-cluster.ts';
import { answer, endedBy, loadDeployment, type StepInput, type StepOutput, stepCall } from './step.ts';

/** The candidate becomes the stable release, the cluster free: one append, followed by a directive that says so. */
export async function completeStep(world: World, input: StepInput): Promise<StepOutput> {
  const { state: deployment } = await loadDeployment(world, input.deploymentId);
  const { counts } = await observeCluster(world, deployment);
  const call = stepCall(world, input, 'complete', deployment);
  const { at } = call;
  const { deploymentId, run } = input;
  const completed = await transact(world, call, async (tx) => {
    const { state } = await tx.load(DEPLOYMENT, deploymentId);
    const { state: cluster } = await tx.load(CLUSTER, deployment.cluster);
    const decided = decideStep({ type: 'Complete', at, run, counts }, state);
    if (!decided.ok) return decided;
    if (decided.events.length === 0) return done(state.phase?.phase ?? 0);
    const settled = decideCandidate({ type: 'CompleteRelease', at, deploymentId }, cluster);
    if (!settled.ok) return settled;
    tx.append(DEPLOYMENT, deploymentId, decided.events);
    await changeCluster(world, tx, deployment.cluster, at, settled.events);
    return done(state.phase?.phase ?? 0);
  });
  if (!completed.ok) return endedBy(input, completed);
  await signPending(world, deployment.cluster, deployment);
  return answer(input, 'completed');
}

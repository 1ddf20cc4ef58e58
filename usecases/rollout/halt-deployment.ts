import { decideCandidate } from '../../core/cluster/decide-candidate.ts';
import { decideLock } from '../../core/cluster/decide-lock.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Rejected } from '../../core/decision.ts';
import { decideClose } from '../../core/deployment/decide-close.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import { changeCluster } from '../cluster/change-cluster.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { answer, endedBy, type StepInput, type StepOutput, stepCall } from './step.ts';

/**
 * Ends a deployment that turned out to be impossible before its first phase: closed as halted with the reason, and
 * the cluster free. One that had released something already (a widening) is only ended: the person who widened it
 * sees the refusal in its reasons.
 */
export async function haltDeployment(
  world: World,
  input: StepInput,
  { cluster, traceId }: DeploymentState,
  why: Rejected,
): Promise<StepOutput> {
  const call = stepCall(world, input, 'halt', { traceId });
  const { at } = call;
  const reason = { code: why.code, detail: JSON.stringify(why.details).slice(0, 512) };
  const { deploymentId } = input;
  const halted = await transact(world, call, async (tx) => {
    const { state } = await tx.load(DEPLOYMENT, deploymentId);
    const { state: before } = await tx.load(CLUSTER, cluster);
    const closed = decideClose({ type: 'Halt', at, reason, automatic: true, justification: null }, state);
    if (!closed.ok) return closed;
    const withdrawn = decideCandidate({ type: 'WithdrawCandidate', at, deploymentId }, before);
    if (!withdrawn.ok) return withdrawn;
    const unlocked = decideLock({ type: 'Unlock', at, deploymentId }, before);
    if (!unlocked.ok) return unlocked;
    tx.append(DEPLOYMENT, deploymentId, closed.events);
    await changeCluster(world, tx, cluster, at, [...withdrawn.events, ...unlocked.events]);
    return done(reason.code);
  });
  return halted.ok ? answer(input, 'ended', { reason: halted.value }) : endedBy(input, halted);
}

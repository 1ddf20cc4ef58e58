import { decideCandidate } from '../../core/cluster/decide-candidate.ts';
import { decideLock } from '../../core/cluster/decide-lock.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Rejected, reject } from '../../core/decision.ts';
import { decideClose } from '../../core/deployment/decide-close.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { reasonOf } from '../../core/deployment/reason-of.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import { changeCluster } from '../cluster/change-cluster.ts';
import { signPending } from '../issue/sign-pending.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { answer, endedBy, type StepInput, type StepOutput, stepCall } from './step.ts';

/**
 * Ends a deployment whose release turned out to be impossible: closed as halted with the refusal's code, its candidate
 * (of a rollback: the one it inherited) in no directive any more, and the cluster free.
 * @throws when the refusal is only a lost race: then the step is tried again
 */
export async function haltDeployment(
  world: World,
  input: StepInput,
  { cluster, traceId }: DeploymentState,
  why: Rejected,
): Promise<StepOutput> {
  if (why.code === 'stream_moved') throw new Error(why.code);
  const call = stepCall(world, input, 'halt', { traceId });
  const { at } = call;
  const reason = reasonOf(why);
  const { deploymentId } = input;
  const halted = await transact(world, call, async (tx) => {
    const { state } = await tx.load(DEPLOYMENT, deploymentId);
    const { state: before } = await tx.load(CLUSTER, cluster);
    if (state.run !== input.run) return reject('superseded', { run: state.run });
    const closed = decideClose({ type: 'Halt', at, reason, automatic: true, justification: null }, state);
    if (!closed.ok) return closed;
    const withdrawn = decideCandidate({ type: 'WithdrawCandidate', at, deploymentId, abandon: true }, before);
    if (!withdrawn.ok) return withdrawn;
    const unlocked = decideLock({ type: 'Unlock', at, deploymentId }, before);
    if (!unlocked.ok) return unlocked;
    tx.append(DEPLOYMENT, deploymentId, closed.events);
    await changeCluster(world, tx, cluster, at, [...withdrawn.events, ...unlocked.events]);
    return done(reason.code);
  });
  if (!halted.ok) return endedBy(input, halted);
  await signPending(world, cluster, { traceId });
  return answer(input, 'ended', { reason: halted.value });
}

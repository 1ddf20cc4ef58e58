import { done } from '../../core/decision.ts';
import { decideStep } from '../../core/deployment/decide-step.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { judgeHealth } from '../../core/deployment/judge-health.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import type { Breach } from '../../schemas/deployment-report.ts';
import { everyCluster } from '../cluster/every-cluster.ts';
import type { World } from '../ports.ts';
import { alertStep } from '../rollout/alert-step.ts';
import { observeCluster } from '../rollout/observe-cluster.ts';
import { rollBackStep } from '../rollout/roll-back-step.ts';
import { loadDeployment, stepCall } from '../rollout/step.ts';
import { transact } from '../transact.ts';

/**
 * Looks after deployments that no execution looks after: paused and held ones are judged by their health, and rolled
 * back when it breaks; one whose execution ended under it gets a new run. Every cluster has at most one.
 * @returns how many it had to do something about
 */
export async function assessIdleDeployments(world: World): Promise<number> {
  let acted = 0;
  for await (const { lock } of everyCluster(world)) if (lock) acted += (await lookAfter(world, lock)) ? 1 : 0;
  return acted;
}

async function lookAfter(world: World, deploymentId: string): Promise<boolean> {
  const { state } = await loadDeployment(world, deploymentId);
  return state.status === 'paused' || state.status === 'held' ? judge(world, state) : renewBroken(world, state);
}

async function judge(world: World, state: DeploymentState): Promise<boolean> {
  const breach = await breachOf(world, state);
  if (breach === undefined) return false;
  const input = { deploymentId: state.id, run: state.run, loops: 0 };
  await alertStep(world, { ...input, breach });
  const { outcome } = await rollBackStep(world, input);
  return outcome === 'rolled_back';
}

/** @returns null for one that is recorded already and was not undone */
async function breachOf(world: World, state: DeploymentState): Promise<Breach | null | undefined> {
  if (state.breachedAt) return null;
  return state.phase ? judgeHealth(state, await observeCluster(world, state)) : undefined;
}

/** The name of an ended execution is used up: the next run starts from the first state, which is always right. */
async function renewBroken(world: World, state: DeploymentState): Promise<boolean> {
  if (state.status !== 'planning' && state.status !== 'running') return false;
  const { id: deploymentId, run } = state;
  const status = await world.workflow.status({ deploymentId, run });
  if (status === 'running' || status === 'absent') return false;
  const call = stepCall(world, { deploymentId, run, loops: 0 }, 'renew-broken', state);
  const renewed = await transact(world, call, async (tx) => {
    const { state: current } = await tx.load(DEPLOYMENT, deploymentId);
    const decision = decideStep({ type: 'RenewRun', at: call.at, run }, current);
    if (!decision.ok) return decision;
    tx.append(DEPLOYMENT, deploymentId, decision.events);
    return done(run);
  });
  return renewed.ok;
}

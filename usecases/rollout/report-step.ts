import { done } from '../../core/decision.ts';
import { decideStep } from '../../core/deployment/decide-step.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { type DeploymentState, plannedRelease } from '../../core/deployment/state.ts';
import { isStale } from '../../core/drift/rules/stale.ts';
import { isSameRelease } from '../../core/pulse/release.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { observeCluster } from './observe-cluster.ts';
import { answer, endedBy, loadDeployment, type StepInput, type StepOutput, stepCall } from './step.ts';

/** Says at the end how it went; of a rollback also how long it took, from the decision to the last receipt. */
export async function reportStep(world: World, input: StepInput): Promise<StepOutput> {
  const { state: deployment } = await loadDeployment(world, input.deploymentId);
  const { counts } = await observeCluster(world, deployment);
  const executionMilliseconds = deployment.rollbackOf ? await executionTime(world, deployment) : null;
  const call = stepCall(world, input, 'report', deployment);
  const reported = await transact(world, call, async (tx) => {
    const { state } = await tx.load(DEPLOYMENT, input.deploymentId);
    const decided = decideStep({ type: 'Report', at: call.at, run: input.run, executionMilliseconds, counts }, state);
    if (!decided.ok) return decided;
    tx.append(DEPLOYMENT, input.deploymentId, decided.events);
    return done(state.status);
  });
  return reported.ok ? answer(input, 'reported') : endedBy(input, reported);
}

/** A rollback starts in the append that decides it, so its own start is the moment of the decision. */
async function executionTime(
  world: Pick<World, 'pulses' | 'clock' | 'settings'>,
  deployment: DeploymentState,
): Promise<number> {
  const { pulses, clock, settings } = world;
  const { cluster, startedAt } = deployment;
  const release = plannedRelease(deployment);
  const now = clock.now() / 1000;
  const last = await pulses.fold(cluster, 0, (latest, row) =>
    row.proven && isSameRelease(row.proven, release) && !isStale(row, now, settings.staleAfterSeconds)
      ? Math.max(latest, row.proven.at)
      : latest,
  );
  // Proofs are dated in whole seconds: the end of that second, but not later than now, so that it is never too good.
  const lastMs = Math.min(clock.now(), (Math.floor(last) + 1) * 1000);
  return Math.max(0, lastMs - Date.parse(startedAt));
}

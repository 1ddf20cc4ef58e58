import { CLUSTER } from '../../core/cluster/evolve.ts';
import { deadlineSeconds } from '../../core/deployment/assess.ts';
import { blankSight, type Lens, look, type Observation, observation } from '../../core/deployment/observe.ts';
import { type DeploymentState, plannedRelease } from '../../core/deployment/state.ts';
import { patienceSeconds } from '../../core/deployment/verdict.ts';
import { NO_RELEASE, pulseRelease } from '../../core/pulse/release.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { plannedMembers } from './stored-plan.ts';

/** How one node of this deployment is judged now. */
export async function lensOf(
  world: Pick<World, 'streams' | 'authority' | 'blobs' | 'clock' | 'settings'>,
  state: DeploymentState,
): Promise<Lens> {
  const { state: cluster } = await loadState(world, CLUSTER, state.cluster);
  return {
    deploymentId: state.id,
    release: plannedRelease(state),
    stable: cluster.stable ? pulseRelease(cluster.stable) : NO_RELEASE,
    cutoff: state.phase?.cutoff ?? '',
    members: state.plan && (await plannedMembers(world, state.plan)),
    mode: state.phase?.mode ?? 'activate',
    releasedAt: state.phase ? Date.parse(state.phase.releasedAt) / 1000 : 0,
    deadlineSeconds: deadlineSeconds(state),
    now: world.clock.now() / 1000,
    staleAfterSeconds: world.settings.staleAfterSeconds,
    patienceSeconds: patienceSeconds(world.settings.swapAttempts, world.settings.swapBackoffSeconds),
  };
}

/** One look over all pulses of the cluster: about 0.2 s of processor time for 100,000 nodes. */
export async function observeCluster(
  world: Pick<World, 'streams' | 'authority' | 'blobs' | 'clock' | 'settings' | 'pulses'>,
  state: DeploymentState,
): Promise<Observation> {
  const lens = await lensOf(world, state);
  return observation(await world.pulses.fold(state.cluster, blankSight(), (sight, row) => look(sight, row, lens)));
}

import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';

const PAGE = 200;

/**
 * Starts the execution of every running deployment that has none: the feed's start was lost, or the process ended
 * between the event and the start. An execution that ended while its deployment still runs is not repeated here:
 * its name is used up; `assessIdleDeployments` moves such a deployment to its next run.
 * @returns how many were started
 */
export async function repairExecutions(
  world: Pick<World, 'authority' | 'streams' | 'views' | 'workflow'>,
): Promise<number> {
  let started = 0;
  let after: string | undefined;
  do {
    const { rows, next } = await world.views.query('open-deployments', 'all', {
      limit: PAGE,
      ...(after ? { after } : {}),
    });
    for (const { sort } of rows) started += (await repair(world, sort)) ? 1 : 0;
    after = next;
  } while (after !== undefined);
  return started;
}

async function repair(
  world: Pick<World, 'authority' | 'streams' | 'workflow'>,
  deploymentId: string,
): Promise<boolean> {
  const { status, run } = (await loadState(world, DEPLOYMENT, deploymentId)).state;
  if (status !== 'planning' && status !== 'running') return false;
  if ((await world.workflow.status({ deploymentId, run })) !== 'absent') return false;
  return (await world.workflow.start({ deploymentId, run })) === 'started';
}

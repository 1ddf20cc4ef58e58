import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';

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
  { authority, streams, workflow }: Pick<World, 'authority' | 'streams' | 'workflow'>,
  deploymentId: string,
): Promise<boolean> {
  const head = await streams.load(streamId(authority, DEPLOYMENT.kind, deploymentId));
  const { status, run } = (head?.state ?? DEPLOYMENT.initial) as unknown as DeploymentState;
  if (status !== 'planning' && status !== 'running') return false;
  if ((await workflow.status({ deploymentId, run })) !== 'absent') return false;
  return (await workflow.start({ deploymentId, run })) === 'started';
}

import { assessIdleDeployments } from '../../usecases/deployment/assess-idle-deployments.ts';
import { renewDirectives } from '../../usecases/issue/renew-directives.ts';
import { staleMarker } from '../../usecases/node/mark-stale-nodes.ts';
import type { World } from '../../usecases/ports.ts';
import { foldLagging } from '../../usecases/sweep/fold-lagging.ts';
import { repairExecutions } from '../../usecases/sweep/repair-executions.ts';

export interface SweepTask {
  /** How often it is due; seconds after the end of the run before. */
  readonly everySeconds: number;
  readonly run: () => Promise<unknown>;
}

/**
 * What is done again and again whether or not anybody asks: renewing what expires, noticing silence, and repairing
 * what the feed missed. Each task is safe to run at any time and by several at once.
 * @see docs/protocol.md §4.3
 */
export const sweepTasks = (world: World): { readonly [name: string]: SweepTask } => ({
  'renew-directives': { everySeconds: 300, run: () => renewDirectives(world) },
  'mark-stale-nodes': { everySeconds: 10, run: staleMarker(world) },
  'assess-idle-deployments': { everySeconds: world.settings.assessSeconds, run: () => assessIdleDeployments(world) },
  'repair-executions': { everySeconds: 10, run: () => repairExecutions(world) },
  'fold-lagging': { everySeconds: 300, run: () => foldLagging(world) },
});

import { staleMarker } from '../../usecases/node/mark-stale-nodes.ts';
import type { Positions, World } from '../../usecases/ports.ts';
import { repairExecutions } from '../../usecases/sweep/repair-executions.ts';
import type { Tasks } from '../shared/run-tasks.ts';

/** What this room needs; it has no key to sign with, and reaches no blob. */
export type SweepWorld = Pick<
  World,
  'authority' | 'streams' | 'views' | 'pulses' | 'workflow' | 'clock' | 'ids' | 'settings'
>;

/**
 * Noticing silence, repairing what was never started, and changing keys in time.
 * @param rotateNodeTokenKeys makes the key that signs node tokens from now on, once a day
 * @param kept where `mark-stale-nodes` finds what its last run knew, when that was in another process
 */
export const sweepTasks = (
  world: SweepWorld,
  rotateNodeTokenKeys: () => Promise<unknown>,
  kept?: Positions,
): Tasks<'sweep'> => ({
  'mark-stale-nodes': staleMarker(world, kept),
  'repair-executions': () => repairExecutions(world),
  'rotate-node-token-keys': rotateNodeTokenKeys,
});

import type { World } from '../../usecases/ports.ts';
import { foldLagging } from '../../usecases/sweep/fold-lagging.ts';
import type { Tasks } from '../shared/run-tasks.ts';
import type { ProjectFunction } from './handler.ts';
import type { Parking } from './parking.ts';

/** What the feed's function does by itself: signing where the log stands, and what the feed set aside or lost. */
export const projectTasks = (
  world: World,
  { checkpoint }: Pick<ProjectFunction, 'checkpoint'>,
  { foldOrPark, retryDue }: Parking,
): Tasks<'project'> => ({
  checkpoint,
  'retry-parked': retryDue,
  'fold-lagging': () => foldLagging(world, foldOrPark),
});

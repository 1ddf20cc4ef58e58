import { dropCommands } from '../../adapters/embedded/streams/streams.ts';
import { projectFunction } from '../../functions/project/handler.ts';
import { rolloutTasks } from '../../functions/rollout/tasks.ts';
import { sweepTasks } from '../../functions/sweep/tasks.ts';
import { COMMAND_KEPT_SECONDS } from '../../usecases/command-lifetime.ts';
import { foldLagging } from '../../usecases/sweep/fold-lagging.ts';
import type { OpenedWorld } from '../world.ts';
import { feedPositions } from './feed-positions.ts';
import { feeder } from './feeder.ts';
import { type Repeating, repeating } from './repeating.ts';

const { ofPeople, ofNodes } = COMMAND_KEPT_SECONDS;
const COMMANDS_KEPT = { ms: ofPeople * 1000, ofNodesMs: ofNodes * 1000 } as const;

export interface Loops {
  /** Answers when everything appended so far is folded. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * What runs beside the requests of an embedded control plane: the feed, woken by appends; the sweep's tasks; and the
 * checkpoint. The same functions as on AWS, where streams and schedules call them.
 */
export function startLoops(
  { world, database, onAppended, workflow }: Pick<OpenedWorld, 'world' | 'database' | 'onAppended' | 'workflow'>,
  onFault: (fault: unknown, where: string) => void,
): Loops {
  const { project, checkpoint } = projectFunction(world, (refused) => onFault(refused, 'checkpoint'));
  const feed = feeder({
    streams: world.streams,
    positions: feedPositions(database, 'project'),
    clock: world.clock,
    project,
    onFault,
  });
  const unsubscribe = onAppended(feed.wake);
  workflow.resume();
  feed.wake();
  const { assessSeconds, checkpointSeconds } = world.settings;
  const sweep = sweepTasks(world, async () => {}); // a day's key follows from the day
  const rollout = rolloutTasks(world);
  const every = (seconds: number, name: string, run: () => Promise<unknown>): Repeating =>
    repeating(world.clock, seconds, run, (fault) => onFault(fault, name));
  const sweeps = [
    every(300, 'renew-directives', rollout['renew-directives']),
    every(10, 'mark-stale-nodes', sweep['mark-stale-nodes']),
    every(assessSeconds, 'assess-idle-deployments', rollout['assess-idle-deployments']),
    every(10, 'repair-executions', sweep['repair-executions']),
    every(300, 'fold-lagging', () => foldLagging(world)),
    every(checkpointSeconds, 'checkpoint', checkpoint),
    every(3600, 'commands', () => dropCommands(database, world.clock.now(), COMMANDS_KEPT)),
  ];
  return {
    idle: () => feed.idle(),
    async stop() {
      unsubscribe();
      await Promise.all([feed.stop(), ...sweeps.map((each) => each.stop())]);
    },
  };
}

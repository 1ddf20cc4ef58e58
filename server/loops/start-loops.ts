import { dropCommands } from '../../adapters/embedded/streams/streams.ts';
import { projectFunction } from '../../functions/project/handler.ts';
import { sweepTasks } from '../../functions/sweep/handler.ts';
import { COMMAND_KEPT_SECONDS } from '../../usecases/command-lifetime.ts';
import type { OpenedWorld } from '../world.ts';
import { feedPositions } from './feed-positions.ts';
import { feeder } from './feeder.ts';
import { repeating } from './repeating.ts';

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
  { world, database, onAppended, workflow }: OpenedWorld,
  onFault: (fault: unknown, where: string) => void,
): Loops {
  const { project, checkpoint } = projectFunction(world, onFault);
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
  const tasks = {
    ...sweepTasks(world),
    checkpoint: { everySeconds: world.settings.checkpointSeconds, run: checkpoint },
    commands: {
      everySeconds: 3600,
      run: () => dropCommands(database, world.clock.now(), COMMANDS_KEPT),
    },
  };
  const sweeps = Object.entries(tasks).map(([name, { everySeconds, run }]) =>
    repeating(world.clock, everySeconds, run, (fault) => onFault(fault, name)),
  );
  return {
    idle: () => feed.idle(),
    async stop() {
      unsubscribe();
      await Promise.all([feed.stop(), ...sweeps.map((sweep) => sweep.stop())]);
    },
  };
}

import type { Database } from '../../../../adapters/embedded/database/open-database.ts';
import { dropCommands, embeddedStreams as realStreams } from '../../../../adapters/embedded/streams/streams.ts';
import type { Clock, Streams } from '../../../../usecases/ports.ts';
import { writing } from '../points.ts';
import { dyingAround, running } from './death.ts';

export { dropCommands };

/** In the place of the streams: what a task appends may be the last that this process does. */
export function embeddedStreams(database: Database, clock: Clock): Streams {
  const streams = realStreams(database, clock);
  return {
    ...streams,
    async append(writes, command) {
      const task = running.getStore();
      if (!task) return streams.append(writes, command);
      task.writes += 1;
      return dyingAround(writing(task.state, task.writes), () => streams.append(writes, command));
    },
  };
}

import type { StoredEvent, StreamId } from '../../schemas/event.ts';
import { signCheckpoint } from '../../usecases/audit/sign-checkpoint.ts';
import { reactToEvents } from '../../usecases/feed/react-to-events.ts';
import type { World } from '../../usecases/ports.ts';
import { foldStream } from '../../usecases/project/fold-stream.ts';

export interface ProjectFunction {
  /** Folds what one stream has gained, then starts and has signed what its events ask for. A throw means "again later". */
  readonly project: (stream: StreamId) => Promise<void>;
  /** Signs where the audit log stands; at least once a minute while events arrive. */
  readonly checkpoint: () => Promise<void>;
}

/**
 * The feed's function: read models, audit log, events out, and the rollout side's reactions.
 * @param onLogNotExtended told of a log that does not extend the one signed last; nobody signs past that
 * @param onReacted told of events when all that they ask for is done; again when they are folded again
 */
export function projectFunction(
  world: World,
  onLogNotExtended: (refused: Error) => void,
  onReacted: (events: readonly StoredEvent[]) => void = () => {},
): ProjectFunction {
  return {
    project: (stream) =>
      foldStream(world, stream, async (events) => {
        await reactToEvents(world, events);
        onReacted(events);
      }),
    async checkpoint() {
      const signed = await signCheckpoint(world);
      if (!signed.ok && signed.code === 'log_not_extended') onLogNotExtended(new Error(JSON.stringify(signed)));
    },
  };
}

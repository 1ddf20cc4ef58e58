import { filterReadable } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { eventResources } from './event-resources.ts';
import type { EventEyes } from './shown-event.ts';

/** Who may read everything an event tells about sees it. */
export function eventEyes(world: Pick<World, 'streams' | 'blobs' | 'authority'>, { principal }: Call): EventEyes {
  const resourcesOf = eventResources(world);
  const readable: (event: Parameters<EventEyes['shown']>[0]) => Promise<boolean> = async (event) => {
    const resources = await resourcesOf(event);
    return (await filterReadable(world, principal, [event], () => resources)).length > 0;
  };
  return {
    shown: async (event) => ((await readable(event)) ? event : undefined),
    logged: async (event) =>
      (await readable(event)) ? event : { ...event, payload: null, salt: null, withheld: true },
  };
}

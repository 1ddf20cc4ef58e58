import { concerns } from '../../core/views/audit.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import { mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import { effectiveEvents } from '../effective-events.ts';
import type { World } from '../ports.ts';

export type ShownEvent = StoredEvent & { readonly withheld?: true };

/** What an event concerns, also when its words were erased since. */
export async function concernsOf(
  { streams }: Pick<World, 'streams'>,
  event: StoredEvent,
): Promise<Map<string, string>> {
  if (event.payload) return concerns(event);
  const [kept] = await effectiveEvents(streams, event.stream, { after: event.revision - 1, limit: 1 });
  return concerns(kept ?? event);
}

const mayReadEvent = async (world: World, { principal }: Call, event: StoredEvent): Promise<boolean> => {
  const about = await concernsOf(world, event);
  const config = about.get('config');
  const cluster = about.get('cluster');
  if (config !== undefined && !(await mayRead(world, principal, { config }))) return false;
  return cluster === undefined || mayRead(world, principal, { cluster });
};

/** The event as the caller may see it in a list: whole, or not at all. */
export const shown = async (world: World, call: Call, event: StoredEvent): Promise<ShownEvent | undefined> =>
  (await mayReadEvent(world, call, event)) ? event : undefined;

/**
 * The event as the audit log shows it: payload and salt withheld from who may not read them, hashes never
 * (protocol §6), so that everybody can verify the whole log.
 */
export const logged = async (world: World, call: Call, event: StoredEvent): Promise<ShownEvent> =>
  (await mayReadEvent(world, call, event)) ? event : { ...event, payload: null, salt: null, withheld: true };

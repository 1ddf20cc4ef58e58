import { concerns } from '../../core/views/audit.ts';
import type { StoredEvent } from '../../schemas/event.ts';
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

/** How one caller sees events; made once for each asking. */
export interface EventEyes {
  /** As in a list: whole, or not at all. */
  readonly shown: (event: StoredEvent) => Promise<ShownEvent | undefined>;
  /**
   * As in the audit log: payload and salt withheld from who may not read them, hashes never (protocol §6), so that
   * everybody can verify the whole log.
   */
  readonly logged: (event: StoredEvent) => Promise<ShownEvent>;
}

import type { StreamId } from '../schemas/event.ts';
import type { EventPage } from '../schemas/event-page.ts';
import { answerRoom } from './answer-room.ts';
import type { World } from './ports.ts';

const PAGE = 200;

/**
 * A page of a stream's events, oldest first, with a place to go on from even when there is nothing more yet.
 * @param shows types that are of interest; others are passed over
 */
export async function eventPage(
  { streams }: Pick<World, 'streams'>,
  stream: StreamId,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  shows: (type: string) => boolean = () => true,
): Promise<EventPage> {
  const items: EventPage['items'] = [];
  const fits = answerRoom();
  let place = Number(after ?? 0);
  for (;;) {
    const events = await streams.events(stream, { after: place, limit: PAGE });
    for (const { revision, type, at, actor, role, traceId, payload } of events) {
      if (shows(type)) {
        const shown = payload as EventPage['items'][number]['payload'];
        const item = { revision, type, at, actor, role, traceId, payload: shown };
        if (!fits(item)) return { items, next: String(place) };
        items.push(item);
      }
      place = revision;
      if (items.length === limit) return { items, next: String(place) };
    }
    if (events.length < PAGE) return { items, next: String(place) };
  }
}

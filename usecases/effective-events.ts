import { PAYLOAD_ERASED } from '../core/audit/erasing.ts';
import type { JsonObject } from '../core/stream.ts';
import type { StoredEvent, StreamId } from '../schemas/event.ts';
import type { World } from './ports.ts';

const PAGE = 500;

/**
 * Events of a stream as folds read them: in the place of a payload that was erased, what was kept of it. Costs no
 * more than the events where nothing was erased.
 */
export async function effectiveEvents(
  streams: World['streams'],
  stream: StreamId,
  options: { readonly after: number; readonly limit: number },
): Promise<StoredEvent[]> {
  const events = await streams.events(stream, options);
  const first = events.find(({ payload }) => payload === null);
  if (!first) return events;
  const kept = await keptPayloads(streams, stream, first.revision);
  return events.map((event) => (event.payload ? event : { ...event, payload: kept.get(event.revision) ?? null }));
}

/** What was kept, by revision: said by events that came after the erased ones. */
async function keptPayloads(
  streams: World['streams'],
  stream: StreamId,
  after: number,
): Promise<ReadonlyMap<number, JsonObject>> {
  const kept = new Map<number, JsonObject>();
  for (let place = after; ; ) {
    const events = await streams.events(stream, { after: place, limit: PAGE });
    for (const { type, payload } of events)
      if (type === PAYLOAD_ERASED && payload) kept.set(Number(payload['erased']), payload['keptPayload'] as JsonObject);
    const last = events.at(-1);
    if (!last || events.length < PAGE) return kept;
    place = last.revision;
  }
}

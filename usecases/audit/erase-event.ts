import { decideErase, foldEvents, PAYLOAD_ERASED, type PayloadErased } from '../../core/audit/erasing.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { canonical } from '../../core/integrity/canonical.ts';
import { type AnyStreamKind, STREAM_KINDS } from '../../core/stream-kinds.ts';
import { streamName } from '../../core/views/view.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { EraseEventRequest, EraseEventResponse } from '../../schemas/audit.ts';
import type { StoredEvent, StreamId } from '../../schemas/event.ts';
import type { Json } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import { effectiveEvents } from '../effective-events.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';

const PAGE = 500;
/** Streams longer than this are not folded again while somebody waits. */
const MAX_EVENTS = 20_000;

/**
 * Erases the words of people in one event: payload and salt go, `PayloadErased` keeps what the state needs, and the
 * head is folded again without the words. Hashes stay, so every chain still verifies. Asked again, changes nothing.
 * @returns `not_found`, `payload_needed`, `too_large` for a stream of more than 20,000 events
 * @see docs/protocol.md §6
 */
export async function eraseEvent(
  world: Pick<World, 'streams' | 'ids' | 'authority'>,
  { body: { stream, revision, justification } }: RouteInput<unknown, unknown, EraseEventRequest>,
  call: Call,
): Promise<Outcome<EraseEventResponse>> {
  const { authority, kind: kindName, key } = streamName(stream);
  const kind = STREAM_KINDS.get(kindName);
  if (!kind || authority !== world.authority) return reject('not_found');
  return transact(world, call, async (tx) => {
    const loaded = await tx.load(kind, key);
    const [event] = await world.streams.events(stream, { after: revision - 1, limit: 1 });
    if (!event || event.revision !== revision) return reject('not_found');
    if (event.payload === null) return done({ stream, erased: revision, revision: loaded.revision });
    const kept = decideErase(event);
    if (!kept.ok) return kept;
    if (loaded.revision > MAX_EVENTS) return reject('too_large', { events: loaded.revision, limit: MAX_EVENTS });
    const { before, after } = await foldedAgain(world, kind, stream, { ...event, payload: kept.value });
    // A head that its events do not explain is never written over.
    if (canonical(before as Json) !== canonical(loaded.state as Json))
      throw new Error(`${stream}: the head is not the fold of its events`);
    const fact: PayloadErased = {
      type: PAYLOAD_ERASED,
      at: call.at,
      erased: revision,
      erasedType: event.type,
      keptPayload: kept.value,
      justification,
    };
    tx.erase(kind, key, fact, after);
    return done({ stream, erased: revision, revision: loaded.revision + 1 });
  });
}

/** The state of a stream as it is, and as it is with one event read in another way. */
async function foldedAgain(
  { streams }: Pick<World, 'streams'>,
  kind: AnyStreamKind,
  stream: StreamId,
  instead: StoredEvent,
): Promise<{ readonly before: unknown; readonly after: unknown }> {
  let [before, after, place] = [kind.initial, kind.initial, 0];
  for (;;) {
    const events = await effectiveEvents(streams, stream, { after: place, limit: PAGE });
    before = foldEvents(kind, events, before);
    after = foldEvents(
      kind,
      events.map((event) => (event.revision === instead.revision ? instead : event)),
      after,
    );
    const last = events.at(-1);
    if (!last || events.length < PAGE) return { before, after };
    place = last.revision;
  }
}

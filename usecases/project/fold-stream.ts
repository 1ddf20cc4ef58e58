import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { JsonObject } from '../../core/stream.ts';
import { VIEWS } from '../../core/views/index.ts';
import { streamName } from '../../core/views/view.ts';
import type { StoredEvent, StreamId } from '../../schemas/event.ts';
import { effectiveEvents } from '../effective-events.ts';
import { loadState } from '../load-state.ts';
import type { ViewWrite, World } from '../ports.ts';
import { type BusContext, toBusEvent } from './bus-event.ts';

/** Events folded in one commit; with at most ten rows an event this stays below every adapter's transaction limit. */
const PAGE = 8;

type Needs = Pick<World, 'authority' | 'controlPlane' | 'streams' | 'views' | 'log' | 'bus'>;

/**
 * Folds what a stream has gained since its mark: audit log, events out, reactions, read models, mark, in that order,
 * so that a crash anywhere repeats and never loses. The log ignores leaves it holds, consumers of events de-duplicate
 * by id, reactions are safe to repeat, and rows and mark move together.
 * @param react what else these events ask for; when it throws, they are not folded yet and come again
 */
export async function foldStream(
  world: Needs,
  stream: StreamId,
  react: (events: readonly StoredEvent[]) => Promise<void> = async () => {},
): Promise<void> {
  const context = await busContext(world, stream);
  for (;;) {
    const mark = await world.views.mark(stream);
    const events = await effectiveEvents(world.streams, stream, { after: mark, limit: PAGE });
    const last = events.at(-1);
    if (!last) return;
    await world.log.append(events.map(({ revision, hash }) => ({ stream, revision, hash })));
    const published = events.flatMap((event) => toBusEvent(event, context) ?? []);
    if (published.length > 0) await world.bus.publish(published);
    await react(events);
    // Moved by somebody else: look again from the new mark.
    await world.views.commit(stream, mark, last.revision, await rows(world, events));
  }
}

/** Only its first event says on which cluster a deployment is, and it never changes. */
async function busContext(world: Needs, stream: StreamId): Promise<BusContext> {
  const { kind, key } = streamName(stream);
  if (kind !== DEPLOYMENT.kind) return { controlPlane: world.controlPlane };
  const { state } = await loadState(world, DEPLOYMENT, key);
  return { controlPlane: world.controlPlane, cluster: state.cluster };
}

/** Folds every event into the rows it touches, each read once and all at once: far away, every read takes its time. */
async function rows({ views: store }: Needs, events: readonly StoredEvent[]): Promise<ViewWrite[]> {
  const touches = events.flatMap((event) =>
    VIEWS.flatMap((view) =>
      view.keys(event).map((key) => ({ event, view, key, id: JSON.stringify([view.name, key.partition, key.sort]) })),
    ),
  );
  const touched = new Map(touches.map((touch) => [touch.id, touch]));
  const read = [...touched.values()].map(async ({ id, view, key }) => {
    const row = await store.get(view.name, key.partition, key.sort);
    return [id, row?.doc ?? null] as const;
  });
  const docs = new Map<string, JsonObject | null>(await Promise.all(read));
  for (const { event, view, key, id } of touches) docs.set(id, view.fold(docs.get(id) ?? undefined, event, key));
  return [...touched.values()].map(({ view, key, id }) => ({ view: view.name, ...key, doc: docs.get(id) ?? null }));
}

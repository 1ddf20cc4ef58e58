import { done, type Outcome } from '../../core/decision.ts';
import { AUDIT_ABOUT } from '../../core/views/audit.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { AuditQuery } from '../../schemas/audit.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import { filterReadable } from '../access/may-read.ts';
import { answerRoom } from '../answer-room.ts';
import type { Call } from '../call.ts';
import type { ViewRow, World } from '../ports.ts';
import { readAhead } from '../read-ahead.ts';
import { eventEyes } from './event-eyes.ts';
import { questionResources } from './event-resources.ts';
import { concernsOf, type ShownEvent } from './shown-event.ts';

type Answer = { readonly events: readonly ShownEvent[]; readonly next?: string };

/** Rows looked at for one page, so that a question matching little costs a bounded amount; `next` goes on from there. */
const SCAN_LIMIT = 1000;
const SCAN_PAGE = 200;

/**
 * Events that match every given question, oldest first. Starts from the narrowest index among those asked and
 * filters the rest. A page may hold fewer events than `limit`, even none, while `next` is there.
 */
export async function listAuditEvents(
  world: World,
  { query }: RouteInput<unknown, AuditQuery>,
  call: Call,
): Promise<Outcome<Answer>> {
  // Of what may not be read there are no pages either: a place to go on from would tell that something happened there.
  const about = await questionResources(world, query);
  if ((await filterReadable(world, call.principal, [about], () => about)).length === 0) return done({ events: [] });
  const { shown } = eventEyes(world, call);
  const partition = narrowest(query);
  const events: ShownEvent[] = [];
  const fits = answerRoom();
  const found = async (row: ViewRow): Promise<ShownEvent | undefined> => {
    const event = await load(world, row);
    return event && (await matches(world, query, event)) ? shown(event) : undefined;
  };
  let after = query.cursor ?? (query.from && `${query.from}`);
  for (let scanned = 0; scanned < SCAN_LIMIT; ) {
    const { rows, next } = await world.views.query('audit', partition, {
      limit: SCAN_PAGE,
      ...(after ? { after } : {}),
    });
    const asked = rows.filter(({ sort }) => !query.to || sort.slice(0, 24) <= query.to);
    for await (const { item: row, value: visible } of readAhead(asked, found)) {
      scanned++;
      if (visible && !fits(visible)) return done({ events, next: after ?? '' });
      if (visible) events.push(visible);
      after = row.sort;
      if (events.length === query.limit) return done({ events, next: row.sort });
    }
    if (next === undefined || asked.length < rows.length) return done({ events });
  }
  return done(after ? { events, next: after } : { events });
}

/** In order of how few events they usually hold. */
const narrowest = (query: AuditQuery): string => {
  if (query.traceId) return `trace/${query.traceId}`;
  for (const about of AUDIT_ABOUT) if (query[about]) return `${about}/${query[about]}`;
  if (query.actor) return `actor/${query.actor}`;
  return query.type ? `type/${query.type}` : 'all';
};

const matches = async (world: World, query: AuditQuery, event: StoredEvent): Promise<boolean> => {
  const about = await concernsOf(world, event);
  return (
    (!query.actor || event.actor === query.actor) &&
    (!query.type || event.type === query.type) &&
    (!query.traceId || event.traceId === query.traceId) &&
    AUDIT_ABOUT.every((name) => !query[name] || about.get(name) === query[name])
  );
};

const load = async ({ streams }: World, { doc }: ViewRow): Promise<StoredEvent | undefined> => {
  const [event] = await streams.events(String(doc['stream']), { after: Number(doc['revision']) - 1, limit: 1 });
  return event;
};

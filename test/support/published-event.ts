import * as z from 'zod';
import { EVENTS, EventDetail, type EventType } from '../../schemas/events/index.ts';
import { Instant } from '../../schemas/words.ts';
import type { BusEvent } from '../../usecases/ports.ts';

const SHAPES = new Map<string, z.ZodType>(
  (Object.keys(EVENTS) as EventType[]).map((type) => [
    type,
    z.strictObject({
      id: z.string(),
      type: z.literal(type),
      time: Instant,
      traceId: z.string(),
      detail: EventDetail(EVENTS[type]),
    }),
  ]),
);

/** The event, if it is exactly what schemas/events says. @throws for an unlisted type, and for a member too few or too many */
export function publishedEvent(event: BusEvent): BusEvent {
  const shape = SHAPES.get(event.type);
  if (!shape) throw new Error(`${event.type} is not in schemas/events`);
  const { success, error } = shape.safeParse(JSON.parse(JSON.stringify(event)));
  if (!success) throw new Error(`${event.type} is not as schemas/events says: ${z.prettifyError(error)}`);
  return event;
}

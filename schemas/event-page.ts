import * as z from 'zod';
import { Count, Instant, QueryCount } from './words.ts';

export const PageSize = QueryCount(1, 200).default(50);
export const PageQuery = z.strictObject({ after: z.string().max(1024).optional(), limit: PageSize });
export type PageQuery = z.infer<typeof PageQuery>;

/** Events of one stream, oldest first; poll with the last `next` for what came since. */
export const EventPage = z
  .strictObject({
    items: z.array(
      z.strictObject({
        revision: Count.min(1),
        type: z.string(),
        at: Instant,
        actor: z.string(),
        role: z.string(),
        traceId: z.string(),
        /** null once erased. */
        payload: z.record(z.string(), z.json()).nullable(),
      }),
    ),
    /** Continues after the last one; given on every page, so that polling never starts anew. */
    next: z.string(),
  })
  .meta({ id: 'EventPage' });
export type EventPage = z.infer<typeof EventPage>;

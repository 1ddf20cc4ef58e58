import * as z from 'zod';

/** What members of events mean; the generator reads it into schemas and the table of docs/event-types.md. */
export const EVENT_WORDS = z.registry<{ readonly description: string }>();

/** `shape` with its meaning, as a copy: the same shape means something else elsewhere. */
export function described<T extends z.ZodType>(shape: T, description: string): T {
  const own = shape.clone() as T;
  EVENT_WORDS.add(own, { description });
  return own;
}

/** An event type: when it happens, and what its `data` holds. */
export const event = <T extends z.ZodRawShape>(description: string, data: T) =>
  described(z.strictObject(data), description);

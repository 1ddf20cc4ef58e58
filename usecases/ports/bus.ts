import type { JsonObject } from '../../core/stream.ts';
import type { Instant } from '../../schemas/words.ts';

export interface BusEvent {
  /** For consumers to de-duplicate on: stream id and revision. */
  readonly id: string;
  readonly type: string;
  readonly time: Instant;
  readonly traceId: string;
  readonly detail: JsonObject;
}

/**
 * Publishes after the fact, at least once: durable when answered. Consumers may get events twice and out of order
 * (EventBridge keeps none), and go by `id` and `revision`.
 */
export interface Bus {
  publish(events: readonly BusEvent[]): Promise<void>;
}

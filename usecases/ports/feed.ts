import type { JsonObject } from '../../core/stream.ts';
import type { StreamId } from '../../schemas/event.ts';

/** A stream whose newest events could not be folded; the feed went on without it. */
export interface ParkedStream {
  readonly stream: StreamId;
  /** Failures so far. */
  readonly attempts: number;
  /** Unix milliseconds before which nobody need try again. */
  readonly retryAt: number;
  readonly reason: string;
}

/**
 * Streams that the feed set aside, so that none holds up the others. `park` replaces what was said of a stream, and is
 * durable when answered; `release` of one that is not parked changes nothing. `all` sees both at once.
 */
export interface ParkedStreams {
  park(parked: ParkedStream): Promise<void>;
  release(stream: StreamId): Promise<void>;
  all(): Promise<ParkedStream[]>;
}

/**
 * Where those who go through the feed again and again have come to: a small note by name, durable when saved. Of two
 * who save at once one wins; a note that is lost costs a long way again, never a change.
 */
export interface Positions {
  read(name: string): Promise<JsonObject | undefined>;
  save(name: string, note: JsonObject): Promise<void>;
}

import type { StoredEvent, StreamId } from '../../schemas/event.ts';
import type { Instant, Json, Sha256 } from '../../schemas/words.ts';

/** The folded state of a stream at its newest event. */
export interface Head {
  readonly stream: StreamId;
  /** Number of events; 0 never occurs in a stored head. */
  readonly revision: number;
  /** Chain hash of the newest event. */
  readonly hash: Sha256;
  readonly state: Json;
  readonly at: Instant;
}

export interface StreamWrite {
  readonly stream: StreamId;
  /** The revision this write builds on; 0 = the stream must not exist. */
  readonly expectedRevision: number;
  /** In order, revisions expectedRevision+1 …; at least one. */
  readonly events: readonly StoredEvent[];
  readonly head: Head;
  /** Revisions of this stream whose payload and salt are dropped in the same write (protocol §6). */
  readonly erase?: readonly number[];
}

/** One caller's intention. The same key with another body is a mistake, never a new command. */
export interface CommandRecord {
  readonly key: string;
  readonly bodySha256: Sha256;
  /** What the first answer was, given again on a repeat; ≤ 16 KB. */
  readonly result: Json;
}

export interface StreamChange {
  readonly stream: StreamId;
  readonly revision: number;
  /** Opaque, grows with arrival. */
  readonly position: string;
}

/**
 * Event streams. Guarantees, shown by one contract suite for every adapter:
 * - `append` stores all writes and the command record, or nothing. It never answers before the write is durable.
 *   With no writes the command record alone is stored (how an assertion's `jti` is spent).
 *   `moved`: some stream is not at its expected revision. `repeated`: the command key exists (checked first).
 *   `too_large`: STREAM_LIMITS are passed; nothing was stored.
 * - `load` sees every append answered before it began. `loadEventually` may be a little behind and is cheaper.
 * - `events` reads in revision order, to the newest one that `load` would see.
 * - `list` pages heads of one kind in key order; `after` is the `next` of the page before. A head that was created a
 *   moment ago, or during paging, may be missed; each head that is there is what `load` would answer.
 * - `changes` is the feed: every stream that changed after `position`, at least once, in order within a stream,
 *   coalesced (only the newest revision of a stream may show). Position '' is the beginning. It may be a minute
 *   behind. A page may be short of `limit`; an empty one is the end.
 */
export interface Streams {
  load(stream: StreamId): Promise<Head | undefined>;
  loadEventually(stream: StreamId): Promise<Head | undefined>;
  command(key: string): Promise<CommandRecord | undefined>;
  append(
    writes: readonly StreamWrite[],
    command: CommandRecord,
  ): Promise<'appended' | 'moved' | 'repeated' | 'too_large'>;
  events(stream: StreamId, options: { readonly after: number; readonly limit: number }): Promise<StoredEvent[]>;
  list(
    kind: string,
    options: { readonly after?: string; readonly limit: number; readonly prefix?: string },
  ): Promise<{ readonly heads: readonly Head[]; readonly next?: string }>;
  changes(
    position: string,
    limit: number,
  ): Promise<{ readonly changes: readonly StreamChange[]; readonly next: string }>;
}

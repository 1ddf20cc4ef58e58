import type { JsonObject } from '../../core/stream.ts';
import type { StreamId } from '../../schemas/event.ts';

export interface ViewRow {
  readonly partition: string;
  readonly sort: string;
  readonly doc: JsonObject;
}

export interface ViewWrite {
  readonly view: string;
  readonly partition: string;
  readonly sort: string;
  /** null removes the row. */
  readonly doc: JsonObject | null;
}

/**
 * Read models: rows folded from the feed, droppable and rebuildable. Every row is folded from ONE stream.
 * `commit` stores the writes and moves the stream's mark from `from` to `to` together, or answers `moved`; it takes
 * at least 80 rows. `mark` and `get` see every commit answered before they began, because folds build on them; `query`
 * may be a little behind.
 */
export interface Views {
  /** The revision up to which this stream is folded; 0 at first. */
  mark(stream: StreamId): Promise<number>;
  commit(stream: StreamId, from: number, to: number, writes: readonly ViewWrite[]): Promise<'committed' | 'moved'>;
  get(view: string, partition: string, sort: string): Promise<ViewRow | undefined>;
  query(
    view: string,
    partition: string,
    options: {
      /** Exclusive start; with `descending`, rows below it. */
      readonly after?: string;
      readonly limit: number;
      readonly descending?: boolean;
      readonly prefix?: string;
    },
  ): Promise<{ readonly rows: readonly ViewRow[]; readonly next?: string }>;
  /** Drops every row and mark. Nothing may fold meanwhile; one that failed is run again. */
  drop(): Promise<void>;
}

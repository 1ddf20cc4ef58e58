import { FEED_SHARDS } from '../../../schemas/aws-tables.ts';
import type { StreamId } from '../../../schemas/event.ts';
import type { Clock } from '../../../usecases/ports.ts';

/**
 * The order of arrival, as text: microseconds of the writer's clock, then the stream. Every head carries the stamp of
 * its newest append, so the index holds each stream once, at its newest place.
 */
export interface Arrivals {
  /** Runs a write that stores its heads with this stamp, which is higher than any this process gave before. */
  stamped<T>(write: (stamp: string) => Promise<T>): Promise<T>;
  /** No stamp up to this one (inclusive) is stored any more: what has it is there to be read. */
  settled(): string;
}

/**
 * @param settleMs how old a stamp must be to count as settled. It must be longer than the time from a stamp to its
 *   appearance in the index: the client's patience, the delay of the index, and how far apart clocks may be. Writes of
 *   this process are known, so they need no such time.
 */
export function arrivals(clock: Pick<Clock, 'now'>, settleMs: number): Arrivals {
  const underWay = new Set<number>();
  let last = 0;
  return {
    async stamped(write) {
      const stamp = Math.max(last + 1, clock.now() * 1000);
      last = stamp;
      underWay.add(stamp);
      try {
        return await write(digits(stamp));
      } finally {
        underWay.delete(stamp);
      }
    },
    settled() {
      const old = Math.max(last, clock.now() * 1000) - settleMs * 1000;
      return digits(Math.min(old, ...[...underWay].map((stamp) => stamp - 1)));
    },
  };
}

const digits = (stamp: number): string => String(Math.max(0, stamp)).padStart(16, '0');

/** Where a stream stands in the index: unique, and in order of stamps. */
export const arrivedAt = (stamp: string, stream: StreamId): string => `${stamp}#${stream}`;

/** The least text behind a position, and the greatest up to a stamp: `!` sorts before, `~` behind all that ids hold. */
export const justAfter = (position: string): string => (position === '' ? '0' : `${position}!`);
export const through = (stamp: string): string => `${stamp}~`;

/** Partition of the index in which a stream is found, always the same one. */
export function shardOf(stream: StreamId): string {
  let hash = 0;
  for (let at = 0; at < stream.length; at++) hash = (Math.imul(hash, 31) + stream.charCodeAt(at)) >>> 0;
  return String(hash % FEED_SHARDS);
}

export const SHARDS: readonly string[] = Array.from({ length: FEED_SHARDS }, (_, shard) => String(shard));

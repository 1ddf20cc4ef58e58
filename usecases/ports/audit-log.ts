import type { StreamId } from '../../schemas/event.ts';
import type { Sha256 } from '../../schemas/words.ts';

/** A leaf of the audit log: one event's place in its stream and its chain hash. */
export interface LogLeaf {
  readonly stream: StreamId;
  readonly revision: number;
  readonly hash: Sha256;
}

/**
 * The one log of all events (protocol §6): append-only leaves, and the full hash tiles cut from them.
 * `append` gives the next indices to those leaves whose (stream, revision) it does not hold, in the order given, and
 * ignores the others; it answers the size, at which they all are there to be read. The leaves of a stream come in order
 * of revision from 1 on; several may append at once. `leaves` reads [from, to).
 */
export interface AuditLog {
  append(leaves: readonly LogLeaf[]): Promise<number>;
  size(): Promise<number>;
  leaves(from: number, to: number): Promise<LogLeaf[]>;
  /** A full tile (8,192 bytes) once stored; tiles are write-once. */
  tile(level: number, index: number): Promise<Uint8Array | undefined>;
  putTile(level: number, index: number, bytes: Uint8Array): Promise<void>;
}

/** Memory of the newest signed checkpoint outside the database, so that a restored backup is noticed. */
export interface Witness {
  last(): Promise<string | undefined>;
  /** Durable when answered. */
  save(checkpoint: string): Promise<void>;
}

import type { JsonObject } from '../core/stream.ts';
import type { Instant, Json, Sha256 } from '../schemas/common.ts';
import type { StoredEvent, StreamId } from '../schemas/event.ts';
import type { PulseRow } from '../schemas/pulse.ts';

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
 * - `list` pages heads of one kind in key order; `after` is the `next` of the page before; a head created during
 *   paging may be missed.
 * - `changes` is the feed: every stream that changed after `position`, at least once, in order within a stream,
 *   coalesced (only the newest revision of a stream may show). Position '' is the beginning.
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

/**
 * Last-value rows of nodes, in partitions of about 1,000; not events, never in the audit log.
 * `put` keeps the row with the higher (bootStartedAt, sequence) and never touches `proven`; it may be lost in a crash
 * of the store only together with its reply. `prove` only raises `proven`. Readers may be a little behind.
 */
export interface Pulses {
  put(row: Omit<PulseRow, 'proven'>): Promise<void>;
  prove(cluster: string, node: string, proven: PulseRow['proven']): Promise<void>;
  get(cluster: string, node: string): Promise<PulseRow | undefined>;
  /** Folds all rows of a cluster, partition by partition; order is not defined. */
  fold<T>(cluster: string, initial: T, step: (state: T, row: PulseRow) => T): Promise<T>;
  remove(cluster: string, node: string): Promise<void>;
}

/**
 * Write-once bytes under `<namespace>/<sha256>`. Putting the same bytes again changes nothing. `put` computes the
 * digest itself. `url` can be fetched by anyone until it expires. An upload session's URL accepts one PUT of exactly
 * the announced length and digest; `finishUpload` says whether those bytes are there.
 */
export interface Blobs {
  put(namespace: string, bytes: Uint8Array): Promise<{ readonly sha256: Sha256; readonly sizeBytes: number }>;
  get(namespace: string, sha256: Sha256): Promise<Uint8Array | undefined>;
  url(namespace: string, sha256: Sha256, expiresInSeconds: number): Promise<string>;
  openUpload(upload: BlobUpload & { readonly expiresInSeconds: number }): Promise<{
    readonly method: 'PUT';
    readonly url: string;
    readonly headers: { readonly [name: string]: string };
  }>;
  finishUpload(upload: BlobUpload): Promise<'complete' | 'missing'>;
}
export interface BlobUpload {
  readonly namespace: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

export interface PublicKeyRecord {
  readonly role: 'release' | 'checkpoint';
  /** OpenSSH SHA-256 fingerprint, `SHA256:…`. */
  readonly keyId: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  readonly notBefore: Instant;
}

/**
 * Signs exact bytes. `release`: ECDSA P-256 over SHA-256, DER. `checkpoint`: Ed25519 over the bytes, 64 bytes.
 * The first key of a role in `publicKeys` is the one that signs now.
 */
export interface Signer {
  sign(
    role: PublicKeyRecord['role'],
    message: Uint8Array,
  ): Promise<{ readonly keyId: string; readonly signature: Uint8Array }>;
  publicKeys(): Promise<readonly PublicKeyRecord[]>;
}

/** Symmetric keys of the server; each label its own key (HKDF). `nodeToken` keys rotate daily; the first one signs. */
export interface Keyring {
  hmacKey(label: 'cursor' | 'blob-url' | 'liveness' | 'digest' | 'enrolment'): Promise<Uint8Array>;
  nodeTokenKeys(): Promise<readonly { readonly id: string; readonly key: Uint8Array }[]>;
}

/**
 * Runs of the rollout state machine. One execution per (deploymentId, run), ever: a second start answers `exists`.
 * Steps are invoked at least once.
 */
export interface Workflow {
  start(input: { readonly deploymentId: string; readonly run: number }): Promise<'started' | 'exists'>;
  status(input: {
    readonly deploymentId: string;
    readonly run: number;
  }): Promise<'absent' | 'running' | 'succeeded' | 'failed'>;
}

export interface BusEvent {
  /** For consumers to de-duplicate on: stream id and revision. */
  readonly id: string;
  readonly type: string;
  readonly time: Instant;
  readonly traceId: string;
  readonly detail: JsonObject;
}
/** Publishes after the fact, at least once. */
export interface Bus {
  publish(events: readonly BusEvent[]): Promise<void>;
}

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
 * `commit` stores the writes and moves the stream's mark from `from` to `to` together, or answers `moved`.
 * Reads are eventually consistent.
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
  /** Drops every row and mark. */
  drop(): Promise<void>;
}

/** A leaf of the audit log: one event's place in its stream and its chain hash. */
export interface LogLeaf {
  readonly stream: StreamId;
  readonly revision: number;
  readonly hash: Sha256;
}
/**
 * The one log of all events (protocol §6): append-only leaves, and the full hash tiles cut from them.
 * `append` gives the next indices to those leaves whose (stream, revision) it does not hold, in the order given, and
 * ignores the others; it answers the size. One writer at a time. `leaves` reads [from, to).
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

/** One finding of a check, with its place both ways. */
export interface SchemaFinding {
  readonly pointer: string;
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}
/**
 * Compiles and applies schemas that users wrote, in a worker with a time and memory limit. Schemas and documents are
 * JSON texts that were read strictly before. At most 50 findings. Nothing is fetched: a remote `$ref` is `invalid`.
 * `too_costly` when a limit is passed; the worker is then replaced, and the next job finds a fresh one.
 */
export interface SchemaRunner {
  /** Whether the schema itself can be used: meta-schema, allowed keywords, linear-time patterns, compile cost. */
  compile(schema: string): Promise<{ ok: true } | { ok: false; reason: 'invalid' | 'too_costly'; findings: SchemaFinding[] }>;
  validate(
    schema: string,
    document: string,
  ): Promise<{ ok: true; findings: SchemaFinding[] } | { ok: false; reason: 'invalid' | 'too_costly' }>;
}

/** Unix milliseconds, and timers on the same time; virtual in tests. */
export interface Clock {
  now(): number;
  /** Calls once after the delay; the answer cancels. Delays of months must work. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface Ids {
  /** Version 4 or 7. */
  uuid(): string;
  bytes(length: number): Uint8Array;
}

/** Everything a use case may touch. Narrow it with Pick where less is enough. */
export interface World {
  /** Region that writes here; first part of every stream id. */
  readonly authority: string;
  /** Id of this control plane: `aud` of assertions, `controlPlane` of documents. */
  readonly controlPlane: string;
  readonly streams: Streams;
  readonly pulses: Pulses;
  readonly blobs: Blobs;
  readonly signer: Signer;
  readonly keyring: Keyring;
  readonly workflow: Workflow;
  readonly bus: Bus;
  readonly views: Views;
  readonly log: AuditLog;
  readonly witness: Witness;
  readonly schemas: SchemaRunner;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: Settings;
}

/** What a deployment of Plumbline may tune; defaults in usecases/settings.ts. */
export interface Settings {
  /** Told to nodes when nothing goes on, and during a deployment (design.md §7). */
  readonly idleCheckInSeconds: number;
  readonly activeCheckInSeconds: number;
  /** How old the cluster's head may be that a check-in is answered from; at most 5. */
  readonly clusterCacheSeconds: number;
  /** A node is stale after max(this, 2.5 × the interval last told to it). */
  readonly staleAfterSeconds: number;
  /** How often an assessment runs while a deployment soaks. */
  readonly assessSeconds: number;
  readonly directiveLifetimeSeconds: number;
  /** How often a checkpoint of the audit log is signed while events arrive; at most 60 (protocol §6). */
  readonly checkpointSeconds: number;
  readonly blobUrlSeconds: number;
  readonly nodeTokenSeconds: number;
  /** Attempts of a failed hot-swap before a release is quarantined on a node, and the first pause between them. */
  readonly swapAttempts: number;
  readonly swapBackoffSeconds: number;
}

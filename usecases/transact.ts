import type { PayloadErased } from '../core/audit/erasing.ts';
import { type Outcome, reject } from '../core/decision.ts';
import { eventHash, genesis, payloadHash } from '../core/integrity/chain.ts';
import type { DomainEvent, JsonObject, StreamKind } from '../core/stream.ts';
import type { StoredEvent, StreamId } from '../schemas/event.ts';
import type { Json } from '../schemas/words.ts';
import type { Call } from './call.ts';
import type { Head, StreamWrite, World } from './ports.ts';

const MAX_ATTEMPTS = 8;

export interface Loaded<S> {
  readonly id: StreamId;
  /** 0 when the stream does not exist yet. */
  readonly revision: number;
  readonly state: S;
}

/** One unit of work: what was read is what the append is guarded by. */
export interface Transaction {
  /** Reads a head once, consistently; the same state again within this attempt. */
  load<S, E extends DomainEvent>(kind: StreamKind<S, E>, key: string): Promise<Loaded<S>>;
  /** Adds events to a stream loaded before; answers its state with them folded in. */
  append<S, E extends DomainEvent>(kind: StreamKind<S, E>, key: string, events: readonly E[]): S;
  /** Drops payload and salt of the event that `fact` names in the same write; `state` is the stream without its words. */
  erase<S, E extends DomainEvent>(kind: StreamKind<S, E>, key: string, fact: PayloadErased, state: S): void;
}

export const streamId = (authority: string, kind: string, key: string): StreamId => `${authority}/${kind}/${key}`;

/**
 * Load, decide, store, again when a race was lost. `body` may run several times: it must do nothing but read,
 * decide, append to the transaction and put write-once blobs. Its value is stored with the command id and is the
 * answer to every repeat; a refusal is not stored, so the caller may try again when things have changed.
 * @returns `stream_moved` after eight lost races, `command_id_reused` when the key came with another body
 */
export async function transact<T extends Json>(
  world: Pick<World, 'streams' | 'ids' | 'authority'>,
  call: Call,
  body: (transaction: Transaction) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const earlier = await world.streams.command(call.command.key);
    if (earlier) {
      if (earlier.bodySha256 !== call.command.bodySha256) return reject('command_id_reused');
      return { ok: true, value: earlier.result as T };
    }
    const work = unitOfWork(world, call);
    const outcome = await body(work.transaction);
    if (!outcome.ok) return outcome;
    const writes = work.writes();
    // A repeat of what changed nothing must not change anything later.
    if (writes.length === 0 && !call.command.repeatable) return outcome;
    const { key, bodySha256 } = call.command;
    const stored = await world.streams.append(writes, { key, bodySha256, result: outcome.value });
    if (stored === 'appended') return outcome;
    if (stored === 'too_large') return reject('too_large', { streams: writes.map(({ stream }) => stream) });
  }
  return reject('stream_moved');
}

interface Pending {
  readonly head: Head | undefined;
  state: unknown;
  readonly events: StoredEvent[];
  readonly erase: number[];
}

function unitOfWork(world: Pick<World, 'streams' | 'ids' | 'authority'>, call: Call) {
  const streams = new Map<StreamId, Pending>();
  const pendingOf = (id: StreamId): Pending => {
    const pending = streams.get(id);
    if (!pending) throw new Error(`${id} was not loaded`);
    return pending;
  };
  const transaction: Transaction = {
    async load<S, E extends DomainEvent>(kind: StreamKind<S, E>, key: string) {
      const id = streamId(world.authority, kind.kind, key);
      let pending = streams.get(id);
      if (!pending) {
        const head = await world.streams.load(id);
        pending = { head, state: head ? head.state : kind.initial, events: [], erase: [] };
        streams.set(id, pending);
      }
      return { id, revision: revisionOf(pending), state: pending.state as S };
    },
    append<S, E extends DomainEvent>(kind: StreamKind<S, E>, key: string, events: readonly E[]) {
      const id = streamId(world.authority, kind.kind, key);
      const pending = pendingOf(id);
      for (const event of events) {
        pending.events.push(chained(world, call, id, kind.schemaVersion, pending, event));
        pending.state = kind.evolve(pending.state as S, event);
      }
      return pending.state as S;
    },
    erase(kind, key, fact, state) {
      const id = streamId(world.authority, kind.kind, key);
      const pending = pendingOf(id);
      pending.events.push(chained(world, call, id, kind.schemaVersion, pending, fact));
      pending.erase.push(fact.erased);
      pending.state = state;
    },
  };
  const writes = (): StreamWrite[] =>
    [...streams].flatMap(([stream, pending]) => {
      const last = pending.events.at(-1);
      if (!last) return [];
      const head = { stream, revision: last.revision, hash: last.hash, state: pending.state as Json, at: last.at };
      const write = { stream, expectedRevision: pending.head?.revision ?? 0, events: pending.events, head };
      return [pending.erase.length > 0 ? { ...write, erase: pending.erase } : write];
    });
  return { transaction, writes };
}

const revisionOf = ({ head, events }: Pending): number => events.at(-1)?.revision ?? head?.revision ?? 0;

function chained(
  { ids, authority }: Pick<World, 'ids' | 'authority'>,
  { principal, at, traceId }: Call,
  stream: StreamId,
  schemaVersion: number,
  pending: Pending,
  event: DomainEvent,
): StoredEvent {
  const { type, ...payload } = event as DomainEvent & JsonObject;
  const salt = Buffer.from(ids.bytes(16)).toString('base64url');
  const envelope = {
    stream,
    revision: revisionOf(pending) + 1,
    type,
    schemaVersion,
    authority,
    actor: principal.subject,
    role: principal.role,
    at,
    traceId,
    payloadHash: payloadHash(payload, salt),
    previousHash: pending.events.at(-1)?.hash ?? pending.head?.hash ?? genesis(stream),
  };
  return { ...envelope, payload, salt, hash: eventHash(envelope) };
}

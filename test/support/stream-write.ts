import { eventHash, genesis, payloadHash } from '../../core/integrity/chain.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import type { Json } from '../../schemas/words.ts';
import type { CommandRecord, StreamWrite } from '../../usecases/ports.ts';
import { START } from './virtual-clock.ts';

/** `count` chained events behind `expectedRevision`, and the head they lead to. */
export function streamWrite(
  stream: string,
  expectedRevision: number,
  {
    count = 1,
    state = { n: expectedRevision + count },
    note = 'x',
    type = 'Noted',
    previousHash = genesis(stream),
  }: {
    readonly count?: number;
    readonly state?: Json;
    readonly note?: string;
    /** Folds want one that they know. */
    readonly type?: string;
    readonly previousHash?: string;
  } = {},
): StreamWrite & { readonly events: readonly [StoredEvent, ...StoredEvent[]] } {
  const events: StoredEvent[] = [];
  for (let revision = expectedRevision + 1; revision <= expectedRevision + count; revision++) {
    const payload = { note, revision };
    const salt = 'c2FsdA';
    const envelope = {
      stream,
      revision,
      type,
      schemaVersion: 1,
      authority: 'local',
      actor: 'ada',
      role: 'Operator',
      at: START,
      traceId: '1'.repeat(32),
      payloadHash: payloadHash(payload, salt),
      previousHash: events.at(-1)?.hash ?? previousHash,
    };
    events.push({ ...envelope, payload, salt, hash: eventHash(envelope) });
  }
  const [first, ...rest] = events;
  if (!first) throw new Error('a write needs an event');
  const last = rest.at(-1) ?? first;
  return {
    stream,
    expectedRevision,
    events: [first, ...rest],
    head: { stream, revision: last.revision, hash: last.hash, state, at: last.at },
  };
}

export const command = (key: string, result: Json = { key }): CommandRecord => ({
  key,
  bodySha256: 'a'.repeat(64),
  result,
});

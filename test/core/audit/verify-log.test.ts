import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LoggedLeaf } from '../../../core/audit/check-leaf.ts';
import { leafData } from '../../../core/audit/entry.ts';
import { type Finding, logVerifier } from '../../../core/audit/verify-log.ts';
import { eventHash, genesis, payloadHash } from '../../../core/integrity/chain.ts';
import { checkpointOrigin, checkpointText, signedCheckpoint } from '../../../core/integrity/checkpoint.ts';
import { readPublicKey } from '../../../core/integrity/keys.ts';
import { leafHash, rangeHash, subtreesOf } from '../../../core/integrity/merkle.ts';
import type { StoredEvent } from '../../../schemas/event.ts';

const CONTROL_PLANE = 'plumbline-test';
const pair = generateKeyPairSync('ed25519');
const key = readPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' }).toString());
if (!key) throw new Error('no key');

const SALT = Buffer.alloc(16, 1).toString('base64url');
type Payload = NonNullable<StoredEvent['payload']>;
const hashed = (event: Omit<StoredEvent, 'hash'>): StoredEvent => ({ ...event, hash: eventHash(event) });
const eventOf = (stream: string, revision: number, previousHash: string, payload: Payload): StoredEvent =>
  hashed({
    stream,
    revision,
    type: 'Noted',
    schemaVersion: 1,
    authority: 'local',
    actor: 'ada',
    role: 'Operator',
    at: '2026-11-22T09:30:00.000Z',
    traceId: '1'.repeat(32),
    payload,
    salt: SALT,
    payloadHash: payloadHash(payload, SALT),
    previousHash,
  });
const streamOf = (stream: string, values: readonly string[]): StoredEvent[] => {
  const events: StoredEvent[] = [];
  for (const [at, value] of values.entries())
    events.push(eventOf(stream, at + 1, events.at(-1)?.hash ?? genesis(stream), { value }));
  return events;
};
const leavesOf = (events: readonly StoredEvent[]): LoggedLeaf[] =>
  events.map((event, index) => ({ index, stream: event.stream, revision: event.revision, hash: event.hash, event }));

const A = streamOf('local/config/a.production', ['one', 'two', 'three']);
const B = streamOf('local/config/b.production', ['uno', 'due']);
const honest = leavesOf([A[0], B[0], A[1], B[1], A[2]] as StoredEvent[]);

const noteFor = (leaves: readonly LoggedLeaf[], size = leaves.length) => {
  const subtrees = subtreesOf(leaves.map((leaf) => leafHash(leafData(leaf))));
  const checkpoint = { origin: checkpointOrigin(CONTROL_PLANE), size, root: rangeHash(0, size, subtrees), epoch: 1 };
  return signedCheckpoint(checkpoint, key, sign(null, Buffer.from(checkpointText(checkpoint)), pair.privateKey));
};
const verify = (leaves: readonly LoggedLeaf[], note = noteFor(honest)): readonly Finding[] => {
  const verifier = logVerifier(CONTROL_PLANE, [key]);
  for (const leaf of leaves) verifier.add(leaf);
  verifier.checkpoint(note, 'served');
  return verifier.findings();
};
const withEvent = (index: number, event: StoredEvent | null) =>
  honest.map((leaf) => (leaf.index === index ? { ...leaf, event } : leaf));
const first = ([finding]: readonly Finding[]) => finding && { rule: finding.rule, index: finding.index };

it('finds nothing in an honest log, and counts it', () => {
  expect(verify(honest)).toStrictEqual([]);
  const verifier = logVerifier(CONTROL_PLANE, [key]);
  for (const leaf of honest) verifier.add(leaf);
  expect(verifier.counts).toStrictEqual({ events: 5, streams: 2, withheld: 0, erased: 0, enrolments: 0, receipts: 0 });
});

it('judges a withheld payload by its hash alone', () => {
  const withheld = { ...(A[1] as StoredEvent), payload: null, salt: null, withheld: true } as const;
  expect(verify(withEvent(2, withheld))).toStrictEqual([]);
});

describe('a payload that is gone', () => {
  const stream = 'local/config/c.production';
  const [said] = streamOf(stream, ['words']) as [StoredEvent];
  const erasure = (erased: number): StoredEvent => {
    const payload = { erased, keptPayload: {} };
    const { hash: _, ...event } = eventOf(stream, 2, said.hash, payload);
    return hashed({ ...event, type: 'PayloadErased' });
  };
  const logWith = (erased: number) => leavesOf([{ ...said, payload: null, salt: null }, erasure(erased)]);

  it('is well when an event of the stream says that it was erased', () =>
    expect(verify(logWith(1), noteFor(logWith(1)))).toStrictEqual([]));

  it.each([{ erased: 2 }, { erased: 0 }])('is a broken place when it speaks of another ($erased)', ({ erased }) =>
    expect(verify(logWith(erased), noteFor(logWith(erased)))).toStrictEqual([
      { rule: 'payload_missing', index: 0, stream, revision: 1 },
    ]),
  );

  it('is a broken place when nothing speaks of it', () =>
    expect(first(verify(withEvent(2, { ...(A[1] as StoredEvent), payload: null, salt: null })))).toStrictEqual({
      rule: 'payload_missing',
      index: 2,
    }));
});

const changed = { ...(A[1] as StoredEvent), payload: { value: 'TWO' } };
const rewritten = streamOf('local/config/a.production', ['one', 'TWO', 'three']);
it.each([
  { name: 'a changed payload', leaves: withEvent(2, changed), rule: 'payload_changed', index: 2 },
  {
    name: 'a changed actor',
    leaves: withEvent(2, { ...(A[1] as StoredEvent), actor: 'eve' }),
    rule: 'event_changed',
    index: 2,
  },
  { name: 'a deleted event', leaves: withEvent(2, null), rule: 'event_missing', index: 2 },
  { name: 'a truncated stream', leaves: withEvent(4, null), rule: 'event_missing', index: 4 },
  { name: 'two swapped events', leaves: withEvent(2, A[2] as StoredEvent), rule: 'event_missing', index: 2 },
  {
    name: 'a coherent rewrite of a stream with its head',
    leaves: withEvent(2, rewritten[1] as StoredEvent),
    rule: 'event_replaced',
    index: 2,
  },
  {
    name: 'a coherent rewrite of stream and log',
    leaves: leavesOf([rewritten[0], B[0], rewritten[1], B[1], rewritten[2]] as StoredEvent[]),
    rule: 'root_differs',
    index: null,
  },
  { name: 'leaves cut off the log', leaves: honest.slice(0, 4), rule: 'log_shrank', index: null },
  {
    name: 'a leaf taken out of the middle',
    leaves: [...honest.slice(0, 2), ...honest.slice(3)],
    rule: 'index_gap',
    index: 3,
  },
  {
    name: 'leaves in another order',
    leaves: leavesOf([B[0], A[0], A[1], B[1], A[2]] as StoredEvent[]),
    rule: 'root_differs',
    index: null,
  },
  { name: 'a revision logged twice', leaves: leavesOf([A[0], A[0]] as StoredEvent[]), rule: 'revision_gap', index: 1 },
])('names the first broken place: $name', ({ leaves, rule, index }) => {
  expect(first(verify(leaves))).toStrictEqual({ rule, index });
});

it('believes no checkpoint of another key, and judges an older one of its own', () => {
  const other = generateKeyPairSync('ed25519');
  const checkpoint = {
    origin: checkpointOrigin(CONTROL_PLANE),
    size: 0,
    root: rangeHash(0, 0, subtreesOf([])),
    epoch: 1,
  };
  const forged = signedCheckpoint(
    checkpoint,
    key,
    sign(null, Buffer.from(checkpointText(checkpoint)), other.privateKey),
  );
  expect(first(verify(honest, forged))).toStrictEqual({ rule: 'checkpoint_unsigned', index: null });
  expect(verify(honest, noteFor(honest, 3))).toStrictEqual([]);
});

it('tells two clients who were given two views apart by their checkpoints', () => {
  const otherView = leavesOf([A[0], B[0], rewritten[0], B[1]] as StoredEvent[]);
  expect(first(verify(honest, noteFor(otherView, 4)))).toStrictEqual({ rule: 'root_differs', index: null });
});

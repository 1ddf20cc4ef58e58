import type { StoredEvent } from '../../schemas/event.ts';
import type { Instant, Json } from '../../schemas/words.ts';
import { done, type Outcome, reject } from '../decision.ts';
import type { DomainEvent, JsonObject, StreamKind } from '../stream.ts';

/** On any stream: what an event said was dropped, but for what the state of the stream needs. */
export interface PayloadErased extends DomainEvent {
  readonly type: 'PayloadErased';
  readonly at: Instant;
  /** Which event of this stream. */
  readonly erased: number;
  readonly erasedType: string;
  /** Its payload with the erased members blank; folds read this in its place. */
  readonly keptPayload: JsonObject;
  readonly justification: string;
}

export const PAYLOAD_ERASED = 'PayloadErased';
const BLANK = '(erased)';

/**
 * Words that people wrote, by the events that hold them: what may be erased. All else is state that nodes, releases
 * and later decisions rest on, or evidence that somebody signed (enrolments, receipts, envelopes); it stays.
 */
const ERASABLE: { readonly [type: string]: readonly string[] } = {
  ConfigCreated: ['description'],
  VersionAdded: ['justification'],
  VersionPublished: ['note'],
  VerdictGiven: ['note'],
  VersionRevoked: ['justification'],
  ContentErased: ['justification'],
  SchemaRegistered: ['description'],
  SnapshotApproved: ['note'],
  SnapshotRejected: ['note'],
  GlassBroken: ['justification'],
  PinLifted: ['justification'],
  ClusterRecovered: ['justification'],
  DeploymentStarted: ['justification'],
  PhaseAdvanced: ['justification'],
  DeploymentPaused: ['justification'],
  DeploymentResumed: ['justification'],
  DeploymentWidened: ['justification'],
  DeploymentRolledBack: ['justification'],
  DeploymentStopped: ['justification'],
  DeploymentHalted: ['justification'],
  OrderGiven: ['justification'],
  ReplacementConfirmed: ['justification'],
  NodeUnquarantined: ['justification'],
};

/**
 * What stays of an event when its words are erased.
 * @returns `payload_needed` for an event that holds no words of people, or none that may go
 * @see docs/protocol.md §6
 */
export function decideErase({ type, payload }: Pick<StoredEvent, 'type' | 'payload'>): Outcome<JsonObject> {
  const members = (Object.hasOwn(ERASABLE, type) ? ERASABLE[type] : undefined) ?? [];
  const said = members.filter((member) => typeof payload?.[member] === 'string' && payload[member] !== BLANK);
  if (!payload || said.length === 0) return reject('payload_needed', { type });
  return done({ ...payload, ...Object.fromEntries(said.map((member): [string, Json] => [member, BLANK])) });
}

/** The state that events lead to, erased ones read as what was kept of them. */
export function foldEvents<S, E extends DomainEvent>(
  { evolve, initial }: StreamKind<S, E>,
  events: Iterable<Pick<StoredEvent, 'type' | 'payload'>>,
  from: S = initial,
): S {
  let state = from;
  for (const { type, payload } of events)
    if (type !== PAYLOAD_ERASED) state = evolve(state, { ...payload, type } as unknown as E);
  return state;
}

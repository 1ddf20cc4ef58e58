import fc from 'fast-check';
import type { Decision } from '../../core/decision.ts';
import type { DomainEvent, StreamKind } from '../../core/stream.ts';
import type { Instant } from '../../schemas/words.ts';
import { START } from '../support/virtual-clock.ts';

/** One command with everything in it: asked of any state, as often as one likes. */
export type Command<S, E> = (state: S) => Decision<E>;

/** Makes a command out of what its sender sees, so that most of what is generated is allowed. */
export type Intention<S, E> = (seen: S, at: Instant) => Command<S, E>;

/** One kind of stream, with a generator for each of its commands. */
export interface Noun<S, E extends DomainEvent> {
  readonly kind: StreamKind<S, E>;
  readonly commands: Readonly<Record<string, fc.Arbitrary<Intention<S, E>>>>;
  /** How many histories it takes to see everything, and how long one may be. */
  readonly histories?: { readonly number: number; readonly longest: number };
  /** How often a command is drawn; 1 for those that are not named. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Events that a use case stores without asking: how a stream of this kind begins. */
  readonly begin?: fc.Arbitrary<readonly E[]>;
  /**
   * Commands that make an event each time, because no state could know them again. Who sends one sends it under a
   * command id or with a key that is claimed in the same append.
   */
  readonly onceByOthers?: readonly string[];
  /** Numbers that never get smaller, by name; one that is absent says nothing. */
  readonly growing?: (state: S) => Readonly<Record<string, number>>;
}

/** A noun whose state and events only it can name. */
export type AnyNoun = Noun<unknown, DomainEvent>;
export const anyNoun = <S, E extends DomainEvent>(noun: Noun<S, E>): AnyNoun => noun as unknown as AnyNoun;

interface Intended<S, E> {
  readonly type: string;
  readonly intention: Intention<S, E>;
  /** Since the command before. */
  readonly seconds: number;
}
export interface History<S, E> {
  readonly begun: readonly E[];
  readonly intended: readonly Intended<S, E>[];
}

/** What a noun says nothing of. */
export const USUAL = { number: 400, longest: 50 };

/** Commands seconds to days apart. */
export function history<S, E extends DomainEvent>(noun: Noun<S, E>): fc.Arbitrary<History<S, E>> {
  const maxLength = (noun.histories ?? USUAL).longest;
  const intended = Object.entries(noun.commands).map(([type, command]) => ({
    weight: noun.weights?.[type] ?? 1,
    arbitrary: fc.record({
      type: fc.constant(type),
      intention: command,
      seconds: fc.constantFrom(1, 60, 600, 40_000, 90_000),
    }),
  }));
  return fc.record({
    begun: noun.begin ?? fc.constant([]),
    intended: fc.array(fc.oneof(...intended), { minLength: Math.min(15, maxLength), maxLength, size: 'max' }),
  });
}

/** A command that was obeyed: it led from one state to another. */
export interface Obeyed<S, E> {
  readonly type: string;
  readonly command: Command<S, E>;
  readonly before: S;
  readonly events: readonly E[];
  readonly after: S;
}

/** Sends one command after the other and tells of each that was obeyed. @returns the last state */
export function walk<S, E extends DomainEvent>(
  { kind }: Pick<Noun<S, E>, 'kind'>,
  { begun, intended }: History<S, E>,
  told: (obeyed: Obeyed<S, E>) => void,
): S {
  let nowMs = Date.parse(START);
  let state = begun.reduce(kind.evolve, kind.initial);
  for (const { type, intention, seconds } of intended) {
    nowMs += seconds * 1000;
    const command = intention(state, new Date(nowMs).toISOString());
    const decision = command(state);
    if (!decision.ok || decision.events.length === 0) continue;
    const before = state;
    state = decision.events.reduce(kind.evolve, before);
    told({ type, command, before, events: decision.events, after: state });
  }
  return state;
}

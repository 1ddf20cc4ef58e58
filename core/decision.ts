import type { Json } from '../schemas/words.ts';
import type { RejectionCode } from './rejections.ts';

export interface Rejected {
  readonly ok: false;
  readonly code: RejectionCode;
  /** What was wrong and where, for the problem document; never secrets, never a stack. */
  readonly details: { readonly [key: string]: Json };
}

/** What a pure rule answers: the events that follow from a command (perhaps none), or a refusal. */
export type Decision<E> = { readonly ok: true; readonly events: readonly E[] } | Rejected;

/** What a use case answers: a value for the caller, or a refusal. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Rejected;

export const accept = <E>(...events: readonly E[]): { readonly ok: true; readonly events: readonly E[] } => ({
  ok: true,
  events,
});

export const done = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const reject = (code: RejectionCode, details: Rejected['details'] = {}): Rejected => ({
  ok: false,
  code,
  details,
});

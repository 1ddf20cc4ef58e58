import type { RefusalCode } from '../../../../core/node/refusals.ts';
import type { Stage } from './open-stage.ts';

/** The lists of TUF (spec 1.0 §1.5.2) and Uptane (standard §2.4), by name. */
export const FAMILIES = [
  'arbitrary software',
  'rollback',
  'freeze',
  'fast-forward',
  'endless data',
  'slow retrieval',
  'mix-and-match',
  'wrong target',
  'partial bundle',
  'key compromise',
  'drop of requests',
  'extraneous dependencies',
  'eavesdrop',
] as const;
export type Family = (typeof FAMILIES)[number];

/** What an attacker holds: a place on the path, the node function with its role, or keys that were stolen. */
export type Hand = 'path' | 'node function' | 'release key' | 'root key';

/**
 * Where there is no document to refuse: what the node's own log says instead (event and reason), what stands in its
 * record at the control plane, what the rollout function faulted on, or why it refused to sign.
 */
export type Shown = { readonly [W in 'log' | 'event' | 'fault' | 'refused']: { readonly [X in W]: string } }[
  | 'log'
  | 'event'
  | 'fault'
  | 'refused'];

export interface Attack {
  readonly family: Family;
  readonly name: string;
  readonly by: Hand;
  /** Takes its place. The node runs release 1.0.0 then; what is to be attacked beside it is released in here. */
  readonly mount: (stage: Stage) => Promise<void> | void;
  /** Refusals that reach the control plane, each once, in this order. */
  readonly told: readonly RefusalCode[];
  readonly shown?: Shown;
  /** Seconds it goes on for. */
  readonly lasts?: number;
  /** What people do against it, where it does not end with the attacker gone. */
  readonly answer?: (stage: Stage) => Promise<void>;
}

/** The rows of one family and one hand. */
export const attacks = (family: Family, by: Hand, rows: readonly Omit<Attack, 'family' | 'by'>[]): readonly Attack[] =>
  rows.map((row) => ({ family, by, ...row }));

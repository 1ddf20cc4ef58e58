import type { AccessEntry } from '../../schemas/access.ts';
import type { Instant } from '../../schemas/words.ts';
import type { StreamKind } from '../stream.ts';

export type AccessEvent = {
  readonly type: 'AccessListSet';
  readonly at: Instant;
  readonly entries: readonly AccessEntry[] | null;
};

export interface AccessState {
  /** null = no list: roles alone decide. */
  readonly entries: readonly AccessEntry[] | null;
}

/** Key = `config:<name>` or `cluster:<name>`; the list may be there before its thing. */
export const ACCESS: StreamKind<AccessState, AccessEvent> = {
  kind: 'access',
  schemaVersion: 1,
  initial: { entries: null },
  evolve: (_state, event) => ({ entries: event.entries }),
};

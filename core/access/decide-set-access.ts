import type { AccessEntry } from '../../schemas/access.ts';
import type { Instant } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import type { AccessEvent, AccessState } from './evolve.ts';

export interface SetAccess {
  readonly at: Instant;
  readonly entries: readonly AccessEntry[] | null;
}

/** Room for about 150 usual subjects; the head that holds the list has 16 KB for everything. */
export const ACCESS_LIST_CHARACTERS = 12 * 1024;

/**
 * Replaces the list as a whole: what was read is what is replaced (If-Match), no merging.
 * @returns `too_large` above {@link ACCESS_LIST_CHARACTERS} as JSON; no event when nothing changes
 */
export function decideSetAccess({ at, entries }: SetAccess, state: AccessState): Decision<AccessEvent> {
  const text = JSON.stringify(entries);
  if (text.length > ACCESS_LIST_CHARACTERS)
    return reject('too_large', { limit: ACCESS_LIST_CHARACTERS, size: text.length });
  if (text === JSON.stringify(state.entries)) return accept();
  return accept({ type: 'AccessListSet', at, entries });
}

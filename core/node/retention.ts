import type { Sha256 } from '../../schemas/words.ts';
import { type DirectiveWord, namedReleases } from './accept-directive.ts';

/**
 * Releases a node keeps: the one it runs, the one before it, and all its directive names (`keep` is there for this).
 * Everything else may be dropped.
 */
export const releasesToKeep = (
  running: Sha256 | null,
  previous: Sha256 | null,
  directive: DirectiveWord | null,
): ReadonlySet<Sha256> => {
  const named = directive ? namedReleases(directive).map(({ digest }) => digest) : [];
  return new Set([...named, ...[running, previous].filter((digest) => digest !== null)]);
};

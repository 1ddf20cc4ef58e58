import type { Instant } from '../../schemas/words.ts';
import type { ClusterState, DirectiveState } from '../cluster/state.ts';

type Servable =
  | { readonly directive: DirectiveState; readonly notice?: never }
  | { readonly directive?: never; readonly notice: 'directive_renewing' | 'directive_missing' };

/**
 * What a check-in may be answered with: the newest signed directive, never one that has expired.
 * `directive_renewing`: there was one, ask again soon; `directive_missing`: none was ever signed.
 * @see docs/protocol.md §2.3
 */
export function servableDirective({ served }: Pick<ClusterState, 'served'>, now: Instant): Servable {
  if (!served?.envelope) return { notice: 'directive_missing' };
  return served.expiresAt > now ? { directive: served } : { notice: 'directive_renewing' };
}

/** Whether the newest directive has used up half of its life, so that the next one must be drafted. */
export function pastHalfLife({ directive }: Pick<ClusterState, 'directive'>, now: Instant): boolean {
  if (!directive) return true;
  const [issued, expires] = [Date.parse(directive.issuedAt), Date.parse(directive.expiresAt)];
  return Date.parse(now) >= issued + (expires - issued) / 2;
}

import type { Outcome } from '../../core/decision.ts';

/** What waits for a signature with the release key: named, never shown. Who signs reads it from the streams. */
export type Draft =
  /** The release and the newest directive drafted on a cluster. */
  | { readonly of: 'cluster'; readonly cluster: string }
  /** The statement of a version; key `config@version`. */
  | { readonly of: 'version'; readonly version: string }
  /** The labels granted to a node. */
  | { readonly of: 'labels'; readonly node: string }
  /** The directives of all clusters, drafted anew where they need it: after a new trust root. */
  | { readonly of: 'directives' };

/**
 * Has drafts signed by whoever holds the release key: embedded this process, on AWS the rollout function alone
 * (protocol §7). Safe to call at any time, again, and by several at once: stored bytes are signed, and the first
 * envelope stored counts. Done = nothing of this draft waits any more; a refusal says why it may not be signed now.
 * A throw is a fault, and perhaps it was signed all the same. The feed and the schedule ask again for all that waits.
 * @param cause the call this follows from; its trace goes on
 */
export interface Issuing {
  sign(draft: Draft, cause?: { readonly traceId: string }): Promise<Outcome<null>>;
}

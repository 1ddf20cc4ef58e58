import type { StoredEvent } from '../../schemas/event.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { eventHash, genesis, payloadHash } from '../integrity/chain.ts';

/** A leaf of the audit log with the event its stream holds for it now. */
export interface LoggedLeaf {
  readonly index: number;
  readonly stream: string;
  readonly revision: number;
  readonly hash: Sha256;
  readonly event: (StoredEvent & { readonly withheld?: true }) | null;
}

/** What can be wrong with one place of the log; the names are shown to people and scripts. */
export type LeafFault =
  /** The log does not count on from the leaf before. */
  | 'index_gap'
  /** The event was deleted or cut off. */
  | 'event_missing'
  /** The log skips or repeats a revision of the stream. */
  | 'revision_gap'
  /** The stored event is another one than the log took in: a coherent rewrite. */
  | 'event_replaced'
  /** The event does not follow from the one before it in its stream: swapped or inserted. */
  | 'chain_broken'
  /** Envelope fields were changed after the event was hashed. */
  | 'event_changed'
  /** The payload was changed; one that was erased or withheld is not judged. */
  | 'payload_changed'
  /** The payload is gone, and no event of the stream says that it was erased. */
  | 'payload_missing';

/** Where a stream stands so far in the log. */
export interface StreamTip {
  readonly revision: number;
  readonly hash: Sha256;
}

/**
 * Judges one leaf by what came before it.
 * @param expectedIndex index after the leaf before
 * @param tip newest leaf of the same stream so far
 * @see docs/protocol.md §6
 */
export function checkLeaf(leaf: LoggedLeaf, expectedIndex: number, tip: StreamTip | undefined): LeafFault | undefined {
  const { event } = leaf;
  if (leaf.index !== expectedIndex) return 'index_gap';
  if (leaf.revision !== (tip?.revision ?? 0) + 1) return 'revision_gap';
  if (!event || event.stream !== leaf.stream || event.revision !== leaf.revision) return 'event_missing';
  if (event.hash !== leaf.hash) return 'event_replaced';
  if (event.previousHash !== (tip?.hash ?? genesis(leaf.stream))) return 'chain_broken';
  if (eventHash(event) !== event.hash) return 'event_changed';
  const { payload, salt } = event;
  if (payload === null || salt === null) return undefined;
  return payloadHash(payload, salt) === event.payloadHash ? undefined : 'payload_changed';
}

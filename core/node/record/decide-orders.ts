import type { Instant } from '../../../schemas/words.ts';
import { accept, type Decision, reject } from '../../decision.ts';
import type { NodeEvent } from './events.ts';
import type { NodeState } from './state.ts';

export interface OrderCommand {
  readonly type: 'ForceSync' | 'Unquarantine';
  readonly at: Instant;
  /** Of the order the node gets. */
  readonly orderId: string;
  readonly justification: string;
}

/**
 * What a person tells one node to do at its next check-in; a newer order replaces one of its kind that waits.
 * @returns `node_unknown`, `not_quarantined`
 */
export function decideOrder({ type, at, orderId, justification }: OrderCommand, state: NodeState): Decision<NodeEvent> {
  const { cluster, quarantine, status, orders } = state;
  if (status !== 'active') return reject('node_unknown');
  if (orders.some(({ id }) => id === orderId)) return accept();
  if (type === 'ForceSync')
    return accept({ type: 'OrderGiven', at, cluster, order: { id: orderId, kind: 'force-sync' }, justification });
  if (!quarantine) return reject('not_quarantined');
  const { digest } = quarantine;
  return accept(
    { type: 'NodeUnquarantined', at, cluster, digest, justification },
    { type: 'OrderGiven', at, cluster, order: { id: orderId, kind: 'unquarantine', digest }, justification },
  );
}

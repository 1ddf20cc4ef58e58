import { publicKeyOfJwk } from '../../core/integrity/keys.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import { staleFinding } from '../../core/views/drift.ts';
import type { NodeDetails, NodeSummary } from '../../schemas/node.ts';
import type { PulseRow } from '../../schemas/pulse.ts';

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A node as lists show it. @param pulse undefined before its first check-in, and after removal */
export function shownNode(id: string, state: NodeState, pulse: PulseRow | undefined): NodeSummary {
  const { cluster, status, facts, labels, enrolledAt, drift, quarantine, staleSince } = state;
  const { generation = 0, digestPrefix = '', proven = null } = pulse ?? {};
  const present = status === 'active' && staleSince === null ? 'online' : 'stale';
  return {
    id,
    cluster,
    status: status === 'removed' ? 'removed' : present,
    facts,
    labels: labels.labels,
    enrolledAt,
    ...(pulse && pulse.sequence > 0 ? { lastSeenAt: instant(pulse.seenAt) } : {}),
    ...(generation > 0 ? { running: { generation, digestPrefix } } : {}),
    ...(proven ? { proven: { generation: proven.generation, state: proven.state, at: instant(proven.at) } } : {}),
    drift: [...drift, ...(staleSince === null ? [] : [staleFinding(staleSince)])],
    quarantined: quarantine !== null,
    healthy: pulse?.unhealthy !== true,
  };
}

/** Everything there is to know about one node. */
export function nodeDetails(id: string, revision: number, state: NodeState, pulse: PulseRow | undefined): NodeDetails {
  const { keys, labels, orders, quarantine, pending } = state;
  const fingerprint = keys ? publicKeyOfJwk(keys.identityKey)?.keyId : undefined;
  return {
    ...shownNode(id, state, pulse),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    labelsRevision: labels.revision,
    labelsSigned: labels.envelopeSha256 !== null,
    orders: orders.map((order) => ({ ...order })),
    ...(quarantine ? { quarantine } : {}),
    ...(pending ? { pending: { fingerprint: pending.fingerprint, at: pending.at } } : {}),
    revision,
  };
}

import { clipped } from '../../drift/rule.ts';
import type { StreamKind } from '../../stream.ts';
import { driftAfter } from './drift-after.ts';
import type { NodeEvent } from './events.ts';
import { reportMark } from './report-mark.ts';
import { type NodeOrder, type NodeState, REPORTS_KEPT } from './state.ts';

const INITIAL: NodeState = {
  status: 'absent',
  cluster: '',
  enrolledAt: '',
  facts: {},
  keys: null,
  pending: null,
  labels: { revision: 0, labels: {}, issuedAt: '', envelopeSha256: null },
  orders: [],
  quarantine: null,
  receipt: { counter: 0, sha256: '' },
  drift: [],
  staleSince: null,
  reported: [],
};

const evolve = (state: NodeState, event: NodeEvent): NodeState => {
  switch (event.type) {
    case 'NodeEnrolled': {
      const { cluster, at, keys, facts } = event;
      return { ...state, status: 'active', cluster, enrolledAt: at, keys, facts };
    }
    case 'LabelsDrafted': {
      const { revision, labels, at } = event;
      return { ...state, labels: { revision, labels, issuedAt: at, envelopeSha256: null } };
    }
    case 'LabelsSigned': {
      const { revision, envelopeSha256 } = state.labels;
      if (revision !== event.revision || envelopeSha256 !== null) return state;
      return { ...state, labels: { ...state.labels, envelopeSha256: event.envelopeSha256 } };
    }
    case 'ReplacementRequested': {
      const { keys, fingerprint, at, facts } = event;
      return { ...state, pending: { ...keys, fingerprint, at }, facts };
    }
    case 'ReplacementConfirmed':
      return replaced(state);
    case 'NodeRemoved':
      return { ...state, status: 'removed', keys: null, pending: null, orders: [], drift: [], staleSince: null };
    case 'OrderGiven':
      return { ...state, orders: [...others(state.orders, event.order.kind), event.order] };
    case 'OrderDone':
      return { ...state, orders: state.orders.filter(({ id }) => id !== event.id) };
    case 'ReceiptStored':
      return { ...state, receipt: { counter: event.counter, sha256: event.sha256 } };
    case 'DriftDetected':
      return { ...state, drift: driftAfter(state.drift, event) };
    case 'DriftResolved': {
      // A swap that went well ends the quarantine of the one that did not.
      const quarantine = event.finding.rule === 'swap_failed' ? null : state.quarantine;
      return { ...state, quarantine, drift: driftAfter(state.drift, event) };
    }
    case 'NodeStale':
      return { ...state, staleSince: event.lastSeenAt };
    case 'NodeRecovered':
      return event.from === 'stale' ? { ...state, staleSince: null } : state;
    case 'NodeQuarantined': {
      const { generation, digest, reason, at } = event;
      return { ...state, quarantine: { generation, digest, reason: clipped(reason, 160), at } };
    }
    case 'NodeUnquarantined':
      return { ...state, quarantine: null };
    case 'RefusalReported':
    case 'EvidenceReported':
      return { ...state, reported: [reportMark(event), ...state.reported].slice(0, REPORTS_KEPT) };
    case 'ReceiptRefused': {
      const mark = reportMark({ code: event.code, generation: event.counter });
      return { ...state, reported: [mark, ...state.reported].slice(0, REPORTS_KEPT) };
    }
    case 'ReplacementOffered':
    case 'NodeDiverged':
      return state;
  }
};

const others = (orders: readonly NodeOrder[], kind: string): NodeOrder[] =>
  orders.filter((order) => order.kind !== kind);

/** The new key begins its own row of receipts; what waits for the old machine is void. */
const replaced = (state: NodeState): NodeState => {
  if (!state.pending) return state;
  const { identityKey, encryptionKey, thumbprint } = state.pending;
  const keys = { identityKey, encryptionKey, thumbprint };
  return { ...state, keys, pending: null, orders: [], quarantine: null, receipt: INITIAL.receipt };
};

/** Key = node id. */
export const NODE: StreamKind<NodeState, NodeEvent> = { kind: 'node', schemaVersion: 1, initial: INITIAL, evolve };

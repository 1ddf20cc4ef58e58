import type { DriftFinding } from '../../schemas/drift.ts';
import { driftAfter } from '../node/record/drift-after.ts';
import { DRIFT_KEPT } from '../node/record/state.ts';
import type { JsonObject } from '../stream.ts';
import { nodeRows } from './nodes.ts';
import type { View } from './view.ts';

const TOUCHES: ReadonlySet<string> = new Set([
  'DriftDetected',
  'DriftResolved',
  'NodeStale',
  'NodeRecovered',
  'NodeRemoved',
]);

/** A node that has not been heard of, as a finding among the others. */
export const staleFinding = (lastSeenAt: string): DriftFinding => ({
  kind: 'liveness',
  rule: 'stale',
  expected: 'check-ins',
  observed: 'silence',
  severity: 'medium',
  since: lastSeenAt,
});

/** Nodes with something open, and what; a node in line has no row. */
export const driftView: View = {
  name: 'drift',
  keys: (event) => (TOUCHES.has(event.type) ? nodeRows(event) : []),
  fold: (row, { type, payload }) => {
    const open = (row?.['findings'] ?? []) as unknown as readonly DriftFinding[];
    const findings = after(open, type, payload ?? {});
    return findings.length === 0
      ? null
      : { cluster: payload?.['cluster'] ?? '', findings: findings as unknown as JsonObject[] };
  },
};

function after(open: readonly DriftFinding[], type: string, payload: JsonObject): readonly DriftFinding[] {
  const present = open.filter(({ rule }) => rule !== 'stale');
  const gone = open.filter(({ rule }) => rule === 'stale');
  switch (type) {
    case 'NodeStale':
      return [...present, staleFinding(String(payload['lastSeenAt']))];
    case 'NodeRecovered':
      return payload['from'] === 'stale' ? present : open;
    case 'DriftDetected':
    case 'DriftResolved': {
      const finding = payload['finding'] as unknown as DriftFinding;
      return [...driftAfter(present, { type, finding }).slice(0, DRIFT_KEPT), ...gone];
    }
    default:
      return [];
  }
}

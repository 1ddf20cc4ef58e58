import type { Instant } from '../../schemas/words.ts';
import type { ClusterState, SnapshotRef } from './state.ts';

export interface SnapshotStatus {
  readonly snapshot: SnapshotRef;
  readonly status: 'Staged' | 'Active' | 'Rollback';
  readonly generation: number;
  /** When it last became Active; absent while Staged for the first time. */
  readonly activeSince?: Instant;
}

/** Staged: drafted by the running deployment. Active: stable, one at a time. Rollback: was active, can be again. */
export function snapshotStatuses({
  draft,
  stable,
  activations,
}: Pick<ClusterState, 'draft' | 'stable' | 'activations'>): SnapshotStatus[] {
  const statuses: SnapshotStatus[] = draft
    ? [{ snapshot: draft.snapshot, status: 'Staged', generation: draft.generation }]
    : [];
  const seen = new Set<string>();
  for (const { snapshot, generation, at } of activations) {
    if (seen.has(snapshot.digest)) continue;
    seen.add(snapshot.digest);
    const status = snapshot.digest === stable?.snapshot.digest ? 'Active' : 'Rollback';
    statuses.push({ snapshot, status, generation, activeSince: at });
  }
  return statuses;
}

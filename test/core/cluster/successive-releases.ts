import type { ClusterEvent } from '../../../core/cluster/events.ts';
import type { ClusterState, ReleaseRef } from '../../../core/cluster/state.ts';
import { DEPLOYMENT_ID as ONE } from '../../support/deployment-states.ts';
import { AT, created, fold, hash } from '../../support/issued-clusters.ts';

/* The releases of one cluster, one after the other: what a deployment asks about them, and the events that follow. */

export const release = (generation: number, deploymentId = ONE): ReleaseRef => ({
  epoch: 1,
  generation,
  digest: String(generation).padStart(64, '0'),
  envelopeSha256: null,
  snapshot: { name: `rates-${generation}`, revision: 1, digest: String(generation).padStart(64, 'a') },
  contentDigest: String(generation).padStart(64, 'c'),
  deploymentId,
});

export const lock = { type: 'Lock', at: AT, deploymentId: ONE, contentDigest: hash('c') } as const;
export const draft = (generation: number, deploymentId = ONE) =>
  ({ type: 'DraftRelease', at: AT, release: release(generation, deploymentId) }) as const;
export const phase = { phase: 1, mode: 'activate', nodes: 1, cutoff: '8'.repeat(16), soakSeconds: 0 } as const;
export const setting = {
  type: 'SetCandidate',
  at: AT,
  deploymentId: ONE,
  phase,
  selector: null,
  keepStable: false,
} as const;

export const locked: ClusterEvent = { type: 'ClusterLocked', at: AT, deploymentId: ONE };
export const drafted = (generation: number): ClusterEvent => ({
  type: 'ReleaseDrafted',
  at: AT,
  release: release(generation),
});
export const signedRelease = (generation: number): ClusterEvent => ({
  type: 'ReleaseSigned',
  at: AT,
  digest: release(generation).digest,
  envelopeSha256: hash('e'),
});
export const completed: ClusterEvent = { type: 'ReleaseCompleted', at: AT, deploymentId: ONE };
export const pinned: ClusterEvent = { type: 'ContentPinned', at: AT, release: release(1), deploymentId: ONE };

/** The cluster to which all this happened since it was created. */
export const clusterAfter = (...events: readonly ClusterEvent[]): ClusterState => fold(events, created);

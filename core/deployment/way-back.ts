import type { Reason } from '../../schemas/deployment.ts';
import type { ClusterState, ReleaseRef, SnapshotRef } from '../cluster/state.ts';
import { done, type Outcome, reject } from '../decision.ts';
import { type DeploymentState, isOpen } from './state.ts';

/** Content that was Active on the cluster. */
export interface Target {
  readonly snapshot: SnapshotRef;
  readonly contentDigest: string;
}

/** How a deployment can be undone, given what nodes may have done already. */
export type WayBack =
  /** No node was told to switch: taking the candidate out of the directive is enough. */
  | { readonly type: 'withdraw' }
  /** Nodes may run it and there is nothing that may be brought back: they keep what they run (protocol §3). */
  | { readonly type: 'halt'; readonly reason: Reason }
  /** Older content at a higher generation; `bad` is what gets pinned. */
  | { readonly type: 'redeploy'; readonly target: Target; readonly bad: ReleaseRef };

const NOTHING_OLDER: Reason = {
  code: 'nothing_to_go_back_to',
  detail: 'no release was ever completed on this cluster',
};

/**
 * @param explicit a target somebody named; else what ran before the deployment
 * @returns `deployment_not_running` for a deployment that is neither under way nor the cluster's latest, and for a
 *   rollback that is under way; `cluster_locked` when another one is; `nothing_to_go_back_to` when nothing else was
 *   active before a completed one
 */
export function wayBack(deployment: DeploymentState, cluster: ClusterState, explicit: Target | null): Outcome<WayBack> {
  const { id, status } = deployment;
  const bad = cluster.draft ?? cluster.stable;
  if (explicit && explicit.contentDigest === bad?.contentDigest)
    return reject('nothing_to_go_back_to', { cluster: cluster.name, reason: 'already_there' });
  const refused = (reason: string) => reject('deployment_not_running', { status, reason });
  if (isOpen(deployment)) {
    if (cluster.lock !== id) return refused('not_holding_the_lock');
    if (deployment.rollbackOf && !explicit) return refused('is_a_rollback');
    const { stable } = cluster;
    const elsewhere = explicit !== null && explicit.contentDigest !== stable?.contentDigest;
    // A rollback inherits a candidate that nodes activated, whatever it has released itself.
    if (!cluster.candidateActivated && !elsewhere) return done({ type: 'withdraw' });
    if (!stable) return done({ type: 'halt', reason: NOTHING_OLDER });
    const { snapshot, contentDigest } = stable;
    return done({ type: 'redeploy', target: explicit ?? { snapshot, contentDigest }, bad: bad ?? stable });
  }
  if (status !== 'completed') return refused('closed');
  if (cluster.lock) return reject('cluster_locked', { cluster: cluster.name, deploymentId: cluster.lock });
  if (!bad || bad.deploymentId !== id) return refused('not_the_latest');
  const before = cluster.activations.find(
    ({ generation, contentDigest }) => generation < bad.generation && contentDigest !== bad.contentDigest,
  );
  const target = explicit ?? before;
  if (!target) return reject('nothing_to_go_back_to', { cluster: cluster.name });
  return done({ type: 'redeploy', target: { snapshot: target.snapshot, contentDigest: target.contentDigest }, bad });
}

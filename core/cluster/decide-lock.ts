import type { DeploymentId, Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision, type Rejected, reject } from '../decision.ts';
import type { ClusterEvent } from './events.ts';
import type { ClusterState } from './state.ts';

export type LockCommand =
  | { type: 'Lock'; at: Instant; deploymentId: DeploymentId; contentDigest: Sha256 }
  | { type: 'PassLock'; at: Instant; from: DeploymentId; to: DeploymentId; contentDigest: Sha256 }
  | { type: 'Unlock'; at: Instant; deploymentId: DeploymentId };

/**
 * One running deployment per cluster, and the stream's own condition is the lock.
 * @returns `cluster_locked` with the holder; `content_pinned` when a rollback pinned this content as bad;
 *   `cluster_signing_stopped` while nodes are ahead of us
 */
export function decideLock(command: LockCommand, state: ClusterState): Decision<ClusterEvent> {
  if (!state.exists) return reject('cluster_unknown');
  switch (command.type) {
    case 'Lock': {
      const { at, deploymentId } = command;
      if (state.lock === deploymentId) return accept();
      return obstacles(command.contentDigest, state)[0] ?? accept({ type: 'ClusterLocked', at, deploymentId });
    }
    case 'PassLock': {
      const { at, from, to } = command;
      if (state.lock === to) return accept();
      if (state.lock !== from) return reject('cluster_locked', { cluster: state.name, deploymentId: state.lock });
      const [obstacle] = obstacles(command.contentDigest, { ...state, lock: null });
      return obstacle ?? accept({ type: 'LockPassed', at, from, to });
    }
    case 'Unlock': {
      const { at, deploymentId } = command;
      return state.lock === deploymentId ? accept({ type: 'ClusterUnlocked', at, deploymentId }) : accept();
    }
  }
}

/** Everything that keeps this content from the cluster now: the lock of a deployment first. */
export function obstacles(contentDigest: Sha256, { name, lock, signingStopped, pins }: ClusterState): Rejected[] {
  const pin = pins.find((pinned) => pinned.contentDigest === contentDigest);
  return [
    ...(lock ? [reject('cluster_locked', { cluster: name, deploymentId: lock })] : []),
    ...(signingStopped ? [reject('cluster_signing_stopped', { cluster: name })] : []),
    ...(pin ? [reject('content_pinned', { contentDigest, deploymentId: pin.deploymentId, at: pin.at })] : []),
  ];
}

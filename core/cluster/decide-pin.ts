import type { DeploymentId, Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import type { ClusterEvent } from './events.ts';
import type { ClusterState, ReleaseRef } from './state.ts';

export type PinCommand =
  | { type: 'PinContent'; at: Instant; release: ReleaseRef; deploymentId: DeploymentId }
  | { type: 'LiftPin'; at: Instant; contentDigest: Sha256; justification: string };

/**
 * A rollback pins its bad content, so that nobody brings it back by accident; lifting says why.
 * The head keeps a bounded number; the oldest gives way.
 * @returns `not_found` when nothing of that digest is pinned
 */
export function decidePin(command: PinCommand, state: ClusterState): Decision<ClusterEvent> {
  if (!state.exists) return reject('cluster_unknown');
  const pinned = (digest: Sha256) => state.pins.some(({ contentDigest }) => contentDigest === digest);
  switch (command.type) {
    case 'PinContent': {
      const { at, release, deploymentId } = command;
      return pinned(release.contentDigest) ? accept() : accept({ type: 'ContentPinned', at, release, deploymentId });
    }
    case 'LiftPin': {
      const { at, contentDigest, justification } = command;
      if (!pinned(contentDigest)) return reject('not_found', { contentDigest });
      return accept({ type: 'PinLifted', at, contentDigest, justification });
    }
  }
}

import { snapshotStatuses } from '../../core/cluster/snapshot-status.ts';
import type { ClusterState, ReleaseRef } from '../../core/cluster/state.ts';
import type { ClusterRelease, ClusterResponse } from '../../schemas/cluster.ts';
import type { Loaded } from '../transact.ts';

/** A cluster as people are shown it; what does not apply is left out. */
export function clusterResponse({
  state,
  revision,
}: Pick<Loaded<ClusterState>, 'state' | 'revision'>): ClusterResponse {
  const { stable, draft, candidate, directive, signingStopped, lock } = state;
  const { name, riskFloor, directiveLifetimeSeconds, epoch, generation } = state;
  return {
    name,
    riskFloor,
    directiveLifetimeSeconds,
    epoch,
    generation,
    ...(stable && { stable: releaseSummary(stable) }),
    ...(draft && { draft: releaseSummary(draft) }),
    ...(candidate && { candidate }),
    ...(lock !== null && { deployment: lock }),
    ...(directive && {
      directive: {
        sequence: directive.sequence,
        issuedAt: directive.issuedAt,
        expiresAt: directive.expiresAt,
        signed: directive.envelope !== null,
      },
    }),
    snapshots: snapshotStatuses(state).map((each) => ({ ...each, snapshot: { ...each.snapshot } })),
    pins: state.pins.map((pin) => ({ ...pin, snapshot: { ...pin.snapshot } })),
    ...(signingStopped && { signingStopped: { ...signingStopped } }),
    revision,
  };
}

export const releaseSummary = ({
  epoch,
  generation,
  digest,
  envelopeSha256,
  snapshot,
  contentDigest,
  deploymentId,
}: ReleaseRef): ClusterRelease => ({
  epoch,
  generation,
  digest,
  signed: envelopeSha256 !== null,
  snapshot: { ...snapshot },
  contentDigest,
  deploymentId,
});

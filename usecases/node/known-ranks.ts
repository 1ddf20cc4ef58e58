import { lastUsed } from '../../core/last-used.ts';
import { rankOf } from '../../core/node/rank.ts';

/** A rank is asked for with every check-in of a deployment, and costs a digest. */
const RANKS_KEPT = 10_000;

/** `rankOf` that remembers the rank of each node in the deployment it was last asked about. */
export function knownRanks(): typeof rankOf {
  const known = lastUsed<{ readonly deploymentId: string; readonly rank: string }>(RANKS_KEPT);
  return (deploymentId, nodeId) => {
    const kept = known.get(nodeId);
    if (kept?.deploymentId === deploymentId) return kept.rank;
    const rank = rankOf(deploymentId, nodeId);
    known.set(nodeId, { deploymentId, rank });
    return rank;
  };
}

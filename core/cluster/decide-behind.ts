import type { Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision } from '../decision.ts';
import type { ClusterEvent } from './events.ts';
import type { ClusterState } from './state.ts';

/** What one document shows that a release key of ours signed; zeros and nulls for what it says nothing of. */
export interface Proven {
  readonly epoch: number;
  readonly generation: number;
  readonly releaseDigest: Sha256 | null;
  readonly sequence: number;
  readonly directiveDigest: Sha256 | null;
}

export interface ReportBehind {
  readonly type: 'ReportBehind';
  readonly at: Instant;
  readonly node: string;
  readonly proven: readonly Proven[];
}

/**
 * Stops signing for a cluster whose nodes hold what this history has not made. Nothing else changes anything: a node
 * can always show old envelopes.
 * @see docs/protocol.md §5.8
 */
export function decideBehind({ at, node, proven }: ReportBehind, cluster: ClusterState): Decision<ClusterEvent> {
  const halt = cluster.signingStopped;
  const known = {
    epoch: Math.max(cluster.epoch, halt?.provenEpoch ?? 0),
    generation: Math.max(cluster.generation, halt?.provenGeneration ?? 0),
    sequence: Math.max(cluster.directive?.sequence ?? 0, halt?.provenSequence ?? 0),
  };
  const shown = highest(proven);
  const above = shown.generation > known.generation || shown.sequence > known.sequence;
  const inForce = shown.epoch === cluster.epoch;
  const rival = !halt && proven.some((each) => isRival(each, cluster));
  if (shown.epoch <= known.epoch && !(inForce && (above || rival))) return accept();
  return accept({
    type: 'ControlPlaneBehind',
    at,
    node,
    provenEpoch: Math.max(known.epoch, shown.epoch),
    provenGeneration: Math.max(known.generation, shown.generation),
    provenSequence: Math.max(known.sequence, shown.sequence),
  });
}

/** Another release than ours has one of our generations, or another directive our newest sequence: somebody else signed. */
const isRival = (proven: Proven, cluster: ClusterState): boolean =>
  proven.epoch === cluster.epoch &&
  (isRivalRelease(proven.generation, proven.releaseDigest, cluster.releases) ||
    (proven.sequence === cluster.directive?.sequence && differ(proven.directiveDigest, cluster.directive.digest)));

/** Whether a release of that generation and epoch is another than the one that is known here under it. */
export const isRivalRelease = (generation: number, digest: Sha256 | null, known: ClusterState['releases']): boolean =>
  known.some((ours) => ours.generation === generation && differ(digest, ours.digest));

const differ = (shown: Sha256 | null, ours: Sha256): boolean => shown !== null && shown !== ours;

const NOTHING: Omit<Proven, 'releaseDigest' | 'directiveDigest'> = { epoch: 0, generation: 0, sequence: 0 };

/** The highest numbers of the highest epoch shown. */
const highest = (proven: readonly Proven[]): typeof NOTHING =>
  proven.reduce((best: typeof NOTHING, { epoch, generation, sequence }) => {
    if (epoch !== best.epoch) return epoch > best.epoch ? { epoch, generation, sequence } : best;
    return {
      epoch,
      generation: Math.max(best.generation, generation),
      sequence: Math.max(best.sequence, sequence),
    };
  }, NOTHING);

import { createHash } from 'node:crypto';
import type { DirectiveTale, Hand, ReleaseTale, Subjects } from './tales.ts';

/*
 * What docs/protocol.md §3 lets a node accept, said a second time over documents in words, without any of core/node.
 */

const EPOCH = 2;
const belongs = ({
  controlPlane,
  cluster,
  epoch,
}: Pick<DirectiveTale, 'controlPlane' | 'cluster' | 'epoch'>): boolean =>
  controlPlane === 'ours' && cluster === 'ours' && epoch === EPOCH;
const trustworthy = ({ signer, spaced }: Hand): boolean => signer === 'release' && !spaced;

/** §3.6 @param heldSequence of the directive held, under this epoch; null for none @param now seconds from T0 */
export function directiveAnswer(
  tale: DirectiveTale,
  hand: Hand,
  held: { readonly sequence: number; readonly same: boolean } | null,
  now: number,
): 'newer' | 'ignored' | 'refused' {
  if (!trustworthy(hand) || tale.type !== 'directive' || !belongs(tale)) return 'refused';
  if (held && tale.sequence === held.sequence) return held.same ? 'ignored' : 'refused';
  if (held && tale.sequence < held.sequence) return 'ignored';
  return tale.subjects === 'all' && now < tale.expires ? 'newer' : 'refused';
}

/** A release that a node has or had, by what tells it apart. */
export interface Known {
  readonly epoch: number;
  readonly generation: number;
  readonly digest: string;
}

/** Whether bytes and signature are those of a release that was named by this digest. §3.7, its first half. */
export const releaseOpens = (hand: Hand, subjects: Subjects, named: 'its digest' | 'another digest'): boolean =>
  trustworthy(hand) && subjects === 'all' && named === 'its digest';

/** Whether the node may put this release in place. §3.7, its second half */
export function mayInstall(
  tale: ReleaseTale,
  its: { readonly digest: string; readonly previousDigest: string | undefined },
  situation: {
    /** Generation under which the directive names it, null when it does not. */
    readonly namedAs: number | null;
    readonly floor: Known | null;
    readonly held: readonly Known[];
    readonly toActivate: boolean;
    /** Seconds from T0. */
    readonly now: number;
  },
): boolean {
  const { namedAs, floor, held, toActivate, now } = situation;
  const known = floor ? [floor, ...held] : held;
  const clashes = (generation: number, digest: string): boolean =>
    known.some((other) => other.epoch === tale.epoch && other.generation === generation && other.digest !== digest);
  const fork = clashes(tale.generation, its.digest);
  const broken = its.previousDigest !== undefined && clashes(tale.generation - 1, its.previousDigest);
  const below =
    floor !== null && (tale.epoch < floor.epoch || (tale.epoch === floor.epoch && tale.generation < floor.generation));
  const again = floor !== null && tale.epoch === floor.epoch && tale.generation === floor.generation;
  const inWindow = (tale.from === null || tale.from <= now) && (tale.to === null || now < tale.to);
  return (
    belongs(tale) && namedAs === tale.generation && !fork && !broken && !below && (again || !toActivate || inWindow)
  );
}

/** §3.3 */
export function inCohort(
  deploymentId: string,
  nodeId: string,
  cutoff: string,
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>> | null,
): boolean {
  const rank = createHash('sha256').update(`${deploymentId}/${nodeId}`).digest('hex').slice(0, 16);
  const chosen =
    selector === undefined || (labels !== null && Object.entries(selector).every(([k, v]) => labels[k] === v));
  return cutoff !== '' && rank <= cutoff && chosen;
}

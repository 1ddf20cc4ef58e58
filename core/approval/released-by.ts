import type { Instant, Risk, Sha256 } from '../../schemas/words.ts';
import { done, type Outcome, reject } from '../decision.ts';
import type { RevisionState } from '../snapshot/evolve.ts';
import { needsApproval } from './risk.ts';

/** An approval as a release lists it. */
export interface ListedApproval {
  readonly by: string;
  readonly at: Instant;
  readonly snapshotDigest: Sha256;
}

/**
 * The rule of four eyes, asked at approval, at deployment start and when the release is drafted (design.md §6).
 * @param risk effective now: it can have risen since the snapshot was written, never fallen
 * @param authors of the snapshot and of every version in it that is new to the cluster
 * @param alreadyActive this content was Active on that cluster before: going back needs nobody's new word
 * @returns approvals to list, with the justification when glass was broken; `snapshot_rejected`, `approval_required`
 */
export function releasedBy({
  revision,
  risk,
  authors,
  alreadyActive,
}: {
  readonly revision: Pick<RevisionState, 'profile' | 'approvals' | 'rejected' | 'breakGlass'>;
  readonly risk: Risk;
  readonly authors: ReadonlySet<string>;
  readonly alreadyActive: boolean;
}): Outcome<{ readonly approvals: readonly ListedApproval[]; readonly justification?: string }> {
  const { profile, approvals, rejected, breakGlass } = revision;
  const digest = profile?.digest;
  const listed = approvals
    .filter(({ by, snapshotDigest }) => snapshotDigest === digest && !authors.has(by))
    .map(({ by, at, snapshotDigest }) => ({ by, at, snapshotDigest }));
  if (alreadyActive) return done({ approvals: listed });
  if (breakGlass) return done({ approvals: listed, justification: breakGlass.justification });
  if (rejected) return reject('snapshot_rejected', { by: rejected.by, note: rejected.note });
  if (needsApproval(risk) && listed.length === 0)
    return reject('approval_required', { risk, snapshotDigest: digest ?? null });
  return done({ approvals: listed });
}

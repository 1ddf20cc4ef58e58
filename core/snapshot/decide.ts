import type { Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import type { RevisionEvent } from './events.ts';
import type { RevisionState } from './evolve.ts';

export type RevisionCommand =
  | { readonly type: 'ValidateSnapshot'; readonly at: Instant; readonly by: string }
  | {
      readonly type: 'ApproveSnapshot';
      readonly at: Instant;
      readonly by: string;
      /** What the approver read; undefined = the revision was enough. */
      readonly digest: Sha256 | undefined;
      /** Of the snapshot, and of every version in it that is new to a target cluster. */
      readonly authors: ReadonlySet<string>;
      readonly note: string | null;
    }
  | { readonly type: 'RejectSnapshot'; readonly at: Instant; readonly by: string; readonly note: string }
  | { readonly type: 'BreakGlass'; readonly at: Instant; readonly by: string; readonly justification: string };

/** More add nothing; the head that lists them has 16 KB for everything. */
const APPROVALS_KEPT = 6;

/**
 * The life of one revision; its content never changes.
 * @returns `snapshot_unknown`, `snapshot_not_validated`, `snapshot_rejected`, `approval_by_author`, `approval_stale`
 */
export function decideRevision(command: RevisionCommand, state: RevisionState): Decision<RevisionEvent> {
  if (!state.profile) return reject('snapshot_unknown');
  const { at, by } = command;
  switch (command.type) {
    case 'ValidateSnapshot':
      return state.validated ? accept() : accept({ type: 'SnapshotValidated', at, by });
    case 'ApproveSnapshot': {
      const { digest, authors, note } = command;
      if (digest !== undefined && digest !== state.profile.digest)
        return reject('approval_stale', { digest: state.profile.digest });
      if (!state.validated) return reject('snapshot_not_validated');
      if (state.rejected) return reject('snapshot_rejected', { by: state.rejected.by, note: state.rejected.note });
      if (authors.has(by)) return reject('approval_by_author');
      if (state.approvals.some((approval) => approval.by === by) || state.approvals.length === APPROVALS_KEPT)
        return accept();
      return accept({ type: 'SnapshotApproved', at, by, snapshotDigest: state.profile.digest, note });
    }
    case 'RejectSnapshot':
      return state.rejected ? accept() : accept({ type: 'SnapshotRejected', at, by, note: command.note });
    case 'BreakGlass':
      if (!state.validated) return reject('snapshot_not_validated');
      return state.breakGlass
        ? accept()
        : accept({ type: 'GlassBroken', at, by, justification: command.justification });
  }
}

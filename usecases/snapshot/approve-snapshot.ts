import { done, type Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { ApproveSnapshotRequest, SnapshotSummary } from '../../schemas/snapshot.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { assessSnapshot } from './assess-snapshot.ts';
import { changeRevision, mayJudge } from './change-revision.ts';
import { checkVersions } from './check-versions.ts';

/**
 * Approves the exact digest of one revision. A second approval by the same person changes nothing.
 * @returns `approval_by_author` for the author of the snapshot or of a version new to one of its clusters,
 * `approval_stale`, `snapshot_not_validated`, `snapshot_rejected`, `forbidden`; what `checkVersions` refuses: nobody
 * need look at what may not be released anyway
 */
export const approveSnapshot = (
  world: World,
  { params, body }: RouteInput<{ readonly name: string }, unknown, ApproveSnapshotRequest>,
  call: Call,
): Promise<Outcome<SnapshotSummary>> =>
  changeRevision(world, { ...params, ...body }, call, async (document, { profile }) => {
    const allowed = await mayJudge(world, call, document);
    if (!allowed.ok) return allowed;
    const checked = await checkVersions(world, document.configs);
    if (!checked.ok) return checked;
    const { authors } = await assessSnapshot(world, { ...document, stated: document.risk });
    return done({
      type: 'ApproveSnapshot',
      at: call.at,
      by: call.principal.subject,
      digest: body.digest,
      authors: new Set([...authors, profile?.author ?? '']),
      note: body.note ?? null,
    });
  });

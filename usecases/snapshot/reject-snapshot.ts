import { done, type Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { RejectSnapshotRequest, SnapshotSummary } from '../../schemas/snapshot.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { changeRevision, mayJudge } from './change-revision.ts';

/** Rejects one revision for good; approvals given before count no more. A better one is the next revision. */
export const rejectSnapshot = (
  world: World,
  { params, body }: RouteInput<{ readonly name: string }, unknown, RejectSnapshotRequest>,
  call: Call,
): Promise<Outcome<SnapshotSummary>> =>
  changeRevision(world, { ...params, ...body }, call, async (document) => {
    const allowed = await mayJudge(world, call, document);
    return allowed.ok
      ? done({ type: 'RejectSnapshot', at: call.at, by: call.principal.subject, note: body.note })
      : allowed;
  });

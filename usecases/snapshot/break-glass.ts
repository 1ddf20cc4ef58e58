import { done, type Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { BreakGlassRequest, SnapshotSummary } from '../../schemas/snapshot.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { changeRevision } from './change-revision.ts';

/**
 * An Admin releases a revision on their own word, even their own work or a rejected one. `GlassBroken` goes out as an
 * event, and the justification is listed with the deployment.
 */
export const breakGlass = (
  world: World,
  { params, body }: RouteInput<{ readonly name: string }, unknown, BreakGlassRequest>,
  call: Call,
): Promise<Outcome<SnapshotSummary>> =>
  changeRevision(world, { ...params, ...body }, call, async () =>
    done({ type: 'BreakGlass', at: call.at, by: call.principal.subject, justification: body.justification }),
  );

import { done, type Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { SnapshotSummary, ValidateSnapshotRequest } from '../../schemas/snapshot.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { changeRevision } from './change-revision.ts';
import { checkVersions } from './check-versions.ts';

/**
 * Checks that every version of a revision is validated and not revoked; from then on it can be approved and released.
 * @returns what checkVersions refuses, `snapshot_unknown`
 */
export const validateSnapshot = (
  world: World,
  { params, body }: RouteInput<{ readonly name: string }, unknown, ValidateSnapshotRequest>,
  call: Call,
): Promise<Outcome<SnapshotSummary>> =>
  changeRevision(world, { ...params, ...body }, call, async ({ configs }) => {
    const checked = await checkVersions(world, configs);
    return checked.ok ? done({ type: 'ValidateSnapshot', at: call.at, by: call.principal.subject }) : checked;
  });

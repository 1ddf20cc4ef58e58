import { needsApproval } from '../../core/approval/risk.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { snapshotStatuses } from '../../core/cluster/snapshot-status.ts';
import type { RevisionState } from '../../core/snapshot/evolve.ts';
import type { ClusterDelta, SnapshotSummary } from '../../schemas/snapshot.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';

type Status = NonNullable<ClusterDelta['status']>;

/** Where a revision stands on each of its clusters: Staged, Active, Rollback; clusters that never saw it are left out. */
export async function statusOnClusters(
  world: Pick<World, 'streams' | 'authority'>,
  { digest, clusters }: { readonly digest: string; readonly clusters: readonly string[] },
): Promise<Map<string, Status>> {
  const statuses = new Map<string, Status>();
  for (const cluster of clusters) {
    const { state } = await loadState(world, CLUSTER, cluster);
    const here = snapshotStatuses(state).filter(({ snapshot }) => snapshot.digest === digest);
    const status = here.find((each) => each.status === 'Active') ?? here[0];
    if (status) statuses.set(cluster, status.status);
  }
  return statuses;
}

/** What every answer says of a revision. Its stage is `production` once it was active somewhere. */
export function snapshotSummary(state: RevisionState, statuses: ReadonlyMap<string, Status>): SnapshotSummary {
  const { profile, createdAt, validated, approvals, rejected, breakGlass } = state;
  if (!profile) throw new Error('the revision does not exist');
  const { statedRisk, risk, riskReasons, clusters, effectiveFrom, effectiveTo, ...plain } = profile;
  const wasActive = [...statuses.values()].some((status) => status !== 'Staged');
  return {
    ...plain,
    stage: wasActive ? 'production' : validated ? 'validated' : 'staging',
    clusters: [...clusters],
    risk: { stated: statedRisk, effective: risk, reasons: [...riskReasons] },
    approvalRequired: needsApproval(risk),
    approvals: approvals.map(({ by, at, snapshotDigest }) => ({ by, at, snapshotDigest })),
    ...(rejected ? { rejected } : {}),
    ...(breakGlass ? { breakGlass } : {}),
    ...(effectiveFrom === null ? {} : { effectiveFrom }),
    ...(effectiveTo === null ? {} : { effectiveTo }),
    createdAt,
  };
}

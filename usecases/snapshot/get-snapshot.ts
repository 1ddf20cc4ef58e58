import { done, type Outcome, reject } from '../../core/decision.ts';
import {
  type RevisionState,
  revisionKey,
  SNAPSHOT,
  SNAPSHOT_REVISION,
  type SnapshotState,
} from '../../core/snapshot/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { PageQuery } from '../../schemas/config.ts';
import type { SnapshotResponse, SnapshotSummary } from '../../schemas/snapshot.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import { pageOf } from '../page-of-streams.ts';
import type { World } from '../ports.ts';
import { assessSnapshot } from './assess-snapshot.ts';
import { mayReadSnapshot } from './may-read-snapshot.ts';
import { readSnapshotDocument } from './snapshot-document.ts';
import { snapshotSummary, statusOnClusters } from './snapshot-summary.ts';

/**
 * One revision with its map and its delta against what the clusters run now.
 * @returns `snapshot_unknown`, also for one that holds a config or targets a cluster the caller may not read
 */
export async function getSnapshot(
  world: World,
  { params, query }: RouteInput<{ readonly name: string }, { readonly revision?: number | undefined }>,
  call: Call,
): Promise<Outcome<SnapshotResponse>> {
  const revision = query.revision ?? (await loadState(world, SNAPSHOT, params.name)).state.revision;
  const { state } = await loadState(world, SNAPSHOT_REVISION, revisionKey(params.name, revision));
  if (!state.profile) return reject('snapshot_unknown');
  const document = await readSnapshotDocument(world, state.profile.digest);
  if (!(await mayReadSnapshot(world, call.principal, document))) return reject('snapshot_unknown');
  const { deltas } = await assessSnapshot(world, { ...document, stated: document.risk });
  const statuses = await statusOnClusters(world, state.profile);
  const delta = deltas.map((each) => {
    const status = statuses.get(each.cluster);
    return status ? { ...each, status } : each;
  });
  return done({ ...snapshotSummary(state, statuses), summary: document.summary, configs: document.configs, delta });
}

/** Newest revisions of all snapshots a caller may read, by name. */
export async function listSnapshots(
  world: World,
  { query }: RouteInput<unknown, PageQuery>,
  call: Call,
): Promise<Outcome<{ items: SnapshotSummary[]; next?: string }>> {
  const page = await pageOf<SnapshotState, SnapshotSummary | undefined>(world, SNAPSHOT.kind, query, {
    principal: call.principal,
    resourcesOf: () => [],
    async show({ revision }, _revision, { stream }) {
      const name = stream.split('/')[2] ?? '';
      return summaryIfReadable(
        world,
        call,
        (await loadState(world, SNAPSHOT_REVISION, revisionKey(name, revision))).state,
      );
    },
  });
  return page.ok ? done({ ...page.value, items: page.value.items.filter((item) => item !== undefined) }) : page;
}

/**
 * The revisions of one snapshot that a caller may read, the newest first, a page at a time. The newest one decides
 * whether there is such a snapshot at all, as it does in the list of all snapshots.
 * @returns `snapshot_unknown`
 */
export async function listRevisions(
  world: World,
  { params, query: { cursor, limit } }: RouteInput<{ readonly name: string }, PageQuery>,
  call: Call,
): Promise<Outcome<{ items: SnapshotSummary[]; next?: string }>> {
  const { revision } = (await loadState(world, SNAPSHOT, params.name)).state;
  const standing = (await loadState(world, SNAPSHOT_REVISION, revisionKey(params.name, revision))).state;
  if (!(await summaryIfReadable(world, call, standing))) return reject('snapshot_unknown');
  const newest = cursor === undefined ? revision : Number(cursor) - 1;
  const oldest = Math.max(1, newest - limit + 1);
  const items: SnapshotSummary[] = [];
  for (let each = newest; each >= oldest; each--) {
    const { state } = await loadState(world, SNAPSHOT_REVISION, revisionKey(params.name, each));
    const item = await summaryIfReadable(world, call, state);
    if (item) items.push(item);
  }
  return done(oldest > 1 ? { items, next: String(oldest) } : { items });
}

async function summaryIfReadable(world: World, call: Call, state: RevisionState): Promise<SnapshotSummary | undefined> {
  if (!state.profile) return undefined;
  const document = await readSnapshotDocument(world, state.profile.digest);
  if (!(await mayReadSnapshot(world, call.principal, document))) return undefined;
  return snapshotSummary(state, await statusOnClusters(world, state.profile));
}

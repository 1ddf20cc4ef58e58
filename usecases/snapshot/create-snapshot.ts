import { done, type Outcome, reject } from '../../core/decision.ts';
import { revisionKey, SNAPSHOT, SNAPSHOT_REVISION } from '../../core/snapshot/evolve.ts';
import { decideProvable } from '../../core/snapshot/provable.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { CreateSnapshotRequest, SnapshotSummary } from '../../schemas/snapshot.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import { mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import { findVersion } from '../config/find-version.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { createRevision } from './create-revision.ts';
import { mayReadSnapshot } from './may-read-snapshot.ts';
import { readSnapshotDocument } from './snapshot-document.ts';
import { snapshotSummary } from './snapshot-summary.ts';

/**
 * Makes the next revision of a snapshot. Versions may still wait for a verdict; validating the snapshot asks for it.
 * @returns `already_exists` for a name whose newest revision the caller may not see, `snapshot_empty`, `too_large` for more configs than a node could prove, `version_unknown`, `cluster_unknown` for one the caller may not see, `precondition_failed`
 * when If-Match is not the newest revision, `invalid_request` without clusters when they do not follow from the configs
 */
export const createSnapshot = (
  world: World,
  { body }: RouteInput<unknown, unknown, CreateSnapshotRequest>,
  call: Call,
): Promise<Outcome<SnapshotSummary>> =>
  transact(world, call, async (tx) => {
    const { state } = await tx.load(SNAPSHOT, body.name);
    const free = await nameIsFree(world, call.principal, body.name, state.revision);
    if (!free.ok) return free;
    if (call.ifMatch !== undefined && call.ifMatch !== state.revision)
      return reject('precondition_failed', { revision: state.revision });
    const names = Object.keys(body.configs);
    const clusters = body.clusters ?? (names.length < 2 ? names : undefined);
    const provable = decideProvable(names);
    if (!provable.ok) return provable;
    if (!clusters)
      return reject('invalid_request', {
        errors: [
          {
            in: 'body',
            pointer: '/clusters',
            path: "$['clusters']",
            rule: 'missing',
            message: 'several configs need the clusters named',
          },
        ],
      });
    for (const cluster of clusters)
      if (!(await mayRead(world, call.principal, { cluster }))) return reject('cluster_unknown', { cluster });
    const configs = await resolve(world, call.principal, body.configs);
    if (!configs.ok) return configs;
    const created = await createRevision(world, tx, { ...body, configs: configs.value, clusters }, call);
    return created.ok ? done(snapshotSummary(created.value, new Map())) : created;
  });

/** A name is everybody's until somebody uses it; from then on it is for those who can see what it stands for. */
async function nameIsFree(
  world: Pick<World, 'streams' | 'authority' | 'blobs'>,
  principal: Principal,
  name: string,
  revision: number,
): Promise<Outcome<null>> {
  const { profile } = (await loadState(world, SNAPSHOT_REVISION, revisionKey(name, revision))).state;
  if (!profile) return done(null);
  const document = await readSnapshotDocument(world, profile.digest);
  return (await mayReadSnapshot(world, principal, document)) ? done(null) : reject('already_exists', { name });
}

/** Versions as typed → exact versions with what a release says about each. */
async function resolve(
  world: Pick<World, 'streams' | 'authority'>,
  principal: Principal,
  typed: CreateSnapshotRequest['configs'],
): Promise<Outcome<SnapshotDocument['configs']>> {
  const entries: [string, SnapshotDocument['configs'][string]][] = [];
  for (const [config, version] of Object.entries(typed)) {
    if (!(await mayRead(world, principal, { config }))) return reject('version_unknown', { config, version });
    const found = await findVersion(world, config, version);
    if (!found.ok) return found;
    const { profile } = found.value.state;
    entries.push([
      config,
      { version: profile.version, digest: profile.digest, mediaType: profile.mediaType, sizeBytes: profile.sizeBytes },
    ]);
  }
  return done(Object.fromEntries(entries));
}

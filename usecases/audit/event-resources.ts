import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { revisionKey, SNAPSHOT, SNAPSHOT_REVISION } from '../../core/snapshot/evolve.ts';
import { streamName } from '../../core/views/view.ts';
import type { AuditQuery } from '../../schemas/audit.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import type { Resource } from '../access/may-read.ts';
import { deploymentResources } from '../deployment/deployment-resources.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';
import { snapshotResources } from '../snapshot/snapshot-resources.ts';
import { streamId } from '../transact.ts';
import { concernsOf } from './shown-event.ts';

type Needs = Pick<World, 'streams' | 'blobs' | 'authority'>;

/**
 * What a stream tells about beyond the names in its events: a deployment or a snapshot tells about its clusters and
 * every config in its map, as the routes that read them judge it too.
 */
async function streamResources(world: Needs, stream: string): Promise<readonly Resource[]> {
  const { kind, key } = streamName(stream);
  if (kind === DEPLOYMENT.kind) {
    const { state } = await loadState(world, DEPLOYMENT, key);
    return state.exists ? deploymentResources(world, state) : [];
  }
  if (kind === SNAPSHOT.kind) {
    const { revision } = (await loadState(world, SNAPSHOT, key)).state;
    return ofRevision(world, revisionKey(key, revision));
  }
  return kind === SNAPSHOT_REVISION.kind ? ofRevision(world, key) : [];
}

async function ofRevision(world: Needs, key: string): Promise<readonly Resource[]> {
  const { profile } = (await loadState(world, SNAPSHOT_REVISION, key)).state;
  return profile ? snapshotResources(await readSnapshotDocument(world, profile.digest)) : [];
}

/** Everything that the things named in a question tell about, as far as they can be guessed by their names. */
export async function questionResources(
  world: Needs,
  { config, cluster, snapshot }: Pick<AuditQuery, 'config' | 'cluster' | 'snapshot'>,
): Promise<readonly Resource[]> {
  return [
    ...(config === undefined ? [] : [{ config }]),
    ...(cluster === undefined ? [] : [{ cluster }]),
    ...(snapshot === undefined ? [] : await streamResources(world, streamId(world.authority, SNAPSHOT.kind, snapshot))),
  ];
}

/** Everything an event tells about; each stream is looked up once for one asking. */
export function eventResources(world: Needs): (event: StoredEvent) => Promise<readonly Resource[]> {
  const known = new Map<string, Promise<readonly Resource[]>>();
  return async (event) => {
    const about = await concernsOf(world, event);
    const named = (['config', 'cluster'] as const).flatMap((name): Resource[] => {
      const which = about.get(name);
      return which === undefined ? [] : [name === 'config' ? { config: which } : { cluster: which }];
    });
    const ofStream = known.get(event.stream) ?? streamResources(world, event.stream);
    known.set(event.stream, ofStream);
    return [...named, ...(await ofStream)];
  };
}

import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { ReleaseQuery, ReleaseResponse } from '../../schemas/cluster.ts';
import { DsseEnvelope } from '../../schemas/documents.ts';
import { mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';
import { releaseSummary } from './cluster-response.ts';

/**
 * The signed release of a cluster with everything needed to check it offline: the stable one, or the candidate when
 * asked for or when there is nothing else.
 * @returns `not_found` while there is none, or it is not signed yet
 */
export async function getRelease(
  world: Pick<World, 'streams' | 'blobs' | 'authority' | 'settings'>,
  { params, query }: RouteInput<{ readonly name: string }, ReleaseQuery>,
  { principal }: Call,
): Promise<Outcome<ReleaseResponse>> {
  const { state } = await loadState(world, CLUSTER, params.name);
  if (!state.exists) return reject('cluster_unknown', { cluster: params.name });
  const which = query.which ?? (state.stable ? 'stable' : 'candidate');
  const release = which === 'stable' ? state.stable : state.draft;
  if (!release) return reject('not_found', { reason: `the cluster has no ${which} release` });
  if (release.envelopeSha256 === null) return reject('not_found', { reason: 'the release is not signed yet' });
  const bytes = await world.blobs.get('release', release.envelopeSha256);
  if (!bytes) throw new Error(`release envelope ${release.envelopeSha256} is missing`);
  const { configs } = await readSnapshotDocument(world, release.snapshot.digest);
  const blobs = await Promise.all(
    Object.entries(configs).map(async ([config, { version, digest: sha256, mediaType, sizeBytes }]) => {
      const readable = await mayRead(world, principal, { config });
      const url = readable ? await world.blobs.url(config, sha256, world.settings.blobUrlSeconds) : undefined;
      return { config, version, sha256, mediaType, sizeBytes, ...(url === undefined ? {} : { url }) };
    }),
  );
  const envelope = DsseEnvelope.parse(JSON.parse(new TextDecoder().decode(bytes)));
  return done({ which, release: releaseSummary(release), envelope, blobs });
}

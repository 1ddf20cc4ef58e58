import { CONFIG } from '../../core/config/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import type { RawAnswer, RouteInput } from '../../schemas/api/route.ts';
import type { PageQuery } from '../../schemas/config.ts';
import { CONTENT_LIMITS } from '../../schemas/content-limits.ts';
import type { VersionResponse } from '../../schemas/version.ts';
import { effectiveEvents } from '../effective-events.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { findContent, findVersion } from './find-version.ts';
import { versionResponse } from './version-response.ts';

type OfVersion<Q = unknown, B = unknown> = RouteInput<{ readonly name: string; readonly version: string }, Q, B>;

/** One version. @returns `version_unknown` */
export async function getVersion(world: World, { params }: OfVersion): Promise<Outcome<VersionResponse>> {
  const found = await findVersion(world, params.name, params.version);
  return found.ok ? done(versionResponse(found.value.state, found.value.revision)) : found;
}

/**
 * The history of a config: a page of its versions, the one published last first. Read along the config's own events,
 * so it is complete the moment a version is there.
 * @returns `config_unknown`
 */
export async function listVersions(
  world: Pick<World, 'streams' | 'authority'>,
  { params, query: { cursor, limit } }: RouteInput<{ readonly name: string }, PageQuery>,
): Promise<Outcome<{ items: VersionResponse[]; next?: string }>> {
  const { id, state, revision } = await loadState(world, CONFIG, params.name);
  if (!state.profile) return reject('config_unknown');
  const names: string[] = [];
  let newest = cursor === undefined ? revision : Number(cursor) - 1;
  // The first event is the creation of the config; a few others are about erasing.
  while (names.length < limit && newest > 1) {
    const after = Math.max(0, newest - (limit - names.length));
    const events = await effectiveEvents(world.streams, id, { after, limit: newest - after });
    const added = events.flatMap(({ type, payload }) => (type === 'VersionAdded' ? String(payload?.['version']) : []));
    names.push(...added.reverse());
    newest = after;
  }
  const items = await Promise.all(
    names.map(async (version) => {
      const found = await loadState(world, VERSION, versionKey(params.name, version));
      return versionResponse(found.state, found.revision);
    }),
  );
  return done(newest > 1 ? { items, next: String(newest + 1) } : { items });
}

/**
 * The content: JSON as its canonical bytes, opaque bytes by a time-limited URL.
 * @returns `version_unknown`, `content_erased`
 */
export async function getContent(world: World, { params }: OfVersion): Promise<Outcome<RawAnswer>> {
  const found = await findContent(world, params.name, params.version);
  if (!found.ok) return found;
  const { config, digest, mediaType, sizeBytes } = found.value.state.profile;
  if (mediaType !== 'application/json' || sizeBytes > CONTENT_LIMITS.jsonBytes)
    return done({ location: await world.blobs.url(config, digest, world.settings.blobUrlSeconds) });
  const bytes = await world.blobs.get(config, digest);
  if (!bytes) throw new Error(`content ${config}/${digest} is missing`);
  return done({ mediaType, bytes, immutable: true });
}

import { done, type Outcome } from '../../core/decision.ts';
import { VERSION, type VersionState } from '../../core/version/evolve.ts';
import { descending } from '../../core/version/order.ts';
import type { RawAnswer, RouteInput } from '../../schemas/api/route.ts';
import type { PageQuery } from '../../schemas/config.ts';
import { CONTENT_LIMITS, type VersionResponse } from '../../schemas/version.ts';
import type { Call } from '../call.ts';
import { pageOf } from '../page-of-streams.ts';
import type { World } from '../ports.ts';
import { findVersion } from './find-version.ts';
import { versionResponse } from './version-response.ts';

type OfVersion<Q = unknown, B = unknown> = RouteInput<{ readonly name: string; readonly version: string }, Q, B>;

/** One version. @returns `version_unknown` */
export async function getVersion(world: World, { params }: OfVersion): Promise<Outcome<VersionResponse>> {
  const found = await findVersion(world, params.name, params.version);
  return found.ok ? done(versionResponse(found.value.state, found.value.revision)) : found;
}

/** The history of a config: a page of its versions, the highest first. */
export async function listVersions(
  world: World,
  { params, query }: RouteInput<{ readonly name: string }, PageQuery>,
  call: Call,
): Promise<Outcome<{ items: VersionResponse[]; next?: string }>> {
  const page = await pageOf<VersionState, VersionResponse>(world, VERSION.kind, query, {
    principal: call.principal,
    prefix: `${params.name}@`,
    resourcesOf: () => [{ config: params.name }],
    show: versionResponse,
  });
  if (!page.ok) return page;
  return done({ ...page.value, items: page.value.items.toSorted((a, b) => descending(a.version, b.version)) });
}

/** The content: JSON as its canonical bytes, opaque bytes by a time-limited URL. @returns `version_unknown` */
export async function getContent(world: World, { params }: OfVersion): Promise<Outcome<RawAnswer>> {
  const found = await findVersion(world, params.name, params.version);
  if (!found.ok) return found;
  const { config, digest, mediaType, sizeBytes } = found.value.state.profile;
  if (mediaType !== 'application/json' || sizeBytes > CONTENT_LIMITS.jsonBytes)
    return done({ location: await world.blobs.url(config, digest, world.settings.blobUrlSeconds) });
  const bytes = await world.blobs.get(config, digest);
  if (!bytes) throw new Error(`content ${config}/${digest} is missing`);
  return done({ mediaType, bytes, immutable: true });
}

import { done, type Outcome } from '../../core/decision.ts';
import { diff } from '../../core/json/diff.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { Json } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import { type FoundVersion, findContent } from './find-version.ts';

const UNSTRUCTURED = { changes: [], counts: { added: 0, removed: 0, modified: 0 }, patch: [] };

/**
 * What changed from one version to another of the same config. Opaque bytes are only equal or not.
 * @returns `version_unknown`, `content_erased`, `too_large`
 */
export async function diffVersions(
  world: World,
  { params }: RouteInput<{ readonly name: string; readonly v1: string; readonly v2: string }>,
): Promise<Outcome<Json>> {
  const before = await findContent(world, params.name, params.v1);
  if (!before.ok) return before;
  const after = await findContent(world, params.name, params.v2);
  if (!after.ok) return after;
  const about = {
    config: params.name,
    from: named(before.value),
    to: named(after.value),
    equal: before.value.state.profile.digest === after.value.state.profile.digest,
  };
  const [old, now] = [await documentOf(world, before.value), await documentOf(world, after.value)];
  if (old === undefined || now === undefined) return done({ ...about, structured: false, ...UNSTRUCTURED });
  const changes = diff(old, now);
  return changes.ok
    ? done({ ...about, structured: true, ...(changes.value as unknown as { [key: string]: Json }) })
    : changes;
}

const named = ({ state: { profile } }: FoundVersion) => ({ version: profile.version, digest: profile.digest });

async function documentOf(
  world: Pick<World, 'blobs'>,
  { state: { profile } }: FoundVersion,
): Promise<Json | undefined> {
  if (profile.mediaType !== 'application/json') return undefined;
  const bytes = await world.blobs.get(profile.config, profile.digest);
  if (!bytes) throw new Error(`content ${profile.config}/${profile.digest} is missing`);
  return JSON.parse(new TextDecoder().decode(bytes)) as Json;
}

import { done, type Outcome, reject } from '../../core/decision.ts';
import { buildMatches, readVersion } from '../../core/version/display.ts';
import type { VersionProfile } from '../../core/version/events.ts';
import { VERSION, type VersionState, versionKey } from '../../core/version/evolve.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import type { Loaded, Transaction } from '../transact.ts';

/** A version that exists. */
export type FoundVersion = Omit<Loaded<VersionState>, 'state'> & {
  readonly state: VersionState & { readonly profile: VersionProfile };
  /** Stream key. */
  readonly key: string;
};

/**
 * Finds a version by what somebody typed: `2.4.1`, or `2.4.1-8f2a` when the build is the one of its content.
 * @param source the unit of work that will change it, or the world for a read
 * @returns `version_unknown`
 */
export async function findVersion(
  source: Transaction | Pick<World, 'streams' | 'authority'>,
  config: string,
  typed: string,
): Promise<Outcome<FoundVersion>> {
  const { version, build } = readVersion(typed);
  const key = versionKey(config, version);
  const loaded = 'streams' in source ? await loadState(source, VERSION, key) : await source.load(VERSION, key);
  const { profile } = loaded.state;
  if (!profile || !buildMatches(build, profile.digest)) return reject('version_unknown', { config, version: typed });
  return done({ ...loaded, key, state: { ...loaded.state, profile } });
}

/** A version whose content can be read. @returns `version_unknown`, `content_erased` */
export async function findContent(
  world: Pick<World, 'streams' | 'authority'>,
  config: string,
  typed: string,
): Promise<Outcome<FoundVersion>> {
  const found = await findVersion(world, config, typed);
  if (!found.ok || !found.value.state.erased) return found;
  const { profile, erased } = found.value.state;
  return reject('content_erased', { config, version: profile.version, erasedAt: erased.at });
}

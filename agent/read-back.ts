import { sha256Hex } from '../core/integrity/digest.ts';
import type { OpenRelease } from '../core/node/open-release.ts';
import type { Sha256 } from '../schemas/words.ts';
import type { Files } from './ports.ts';

/** What readers of a release folder get to see. */
export interface Observed {
  /** By file name, `''` for a name of the release that cannot be read. */
  readonly digests: ReadonlyMap<string, Sha256 | ''>;
  /** Exactly the files of the release, each with its signed digest. */
  readonly intact: boolean;
}
export const NOTHING_OBSERVED: Observed = { digests: new Map(), intact: true };

export interface ReadBackCache {
  readonly digests: Map<string, { readonly version: string; readonly sha256: Sha256 }>;
  looks: number;
}

/** A file whose inode, times and size did not change is hashed again only at every so many looks. */
const FULL_EVERY = 60;
/** Of files that no release names, so many are told: a stranger must not make check-ins too large. */
const STRANGERS = 32;

/**
 * Reads back from disk what a release folder holds now.
 * @param folder path of the folder, or of the link that readers use
 * @param cache remembers digests between looks; without one everything is hashed
 */
export async function readBack(
  files: Files,
  folder: string,
  release: OpenRelease,
  cache?: ReadBackCache,
): Promise<Observed> {
  if (cache && cache.looks++ % FULL_EVERY === 0) cache.digests.clear();
  const own = new Set(release.files.map(({ name }) => name));
  const strangers = (await files.list(folder)).filter((name) => !own.has(name)).slice(0, STRANGERS);
  const digests = new Map<string, Sha256 | ''>();
  for (const name of [...own, ...strangers]) {
    digests.set(name, await digestOf(files, `${folder}/${name}`, cache));
  }
  const intact =
    digests.size === release.files.length && release.files.every(({ name, sha256 }) => digests.get(name) === sha256);
  return { digests, intact };
}

async function digestOf(files: Files, path: string, cache?: ReadBackCache): Promise<Sha256 | ''> {
  const version = await files.version(path);
  if (version === undefined) return '';
  const known = cache?.digests.get(path);
  if (known?.version === version) return known.sha256;
  const bytes = await files.read(path);
  if (!bytes) return '';
  const sha256 = sha256Hex(bytes);
  // The version was taken before the bytes: a change in between shows as another version next time.
  cache?.digests.set(path, { version, sha256 });
  return sha256;
}

import type { Sha256 } from '../../schemas/words.ts';

const BUILD_CHARACTERS = 4;
const DISPLAY = /^(.+)-([0-9a-f]{4})$/;

/** `2.4.1-8f2a`: semver and the first four hex characters of the digest, for people. Never stored, never given to semver. */
export const displayOf = (version: string, digest: Sha256): string => `${version}-${digest.slice(0, BUILD_CHARACTERS)}`;

/**
 * Takes the build off what somebody typed. A trailing `-` and four hex characters always mean a build: SemVer could
 * read `2.4.1-8f2a` as a prerelease, so no version of ours may end like that (`isReserved`), and nothing is ambiguous.
 */
export function readVersion(text: string): { readonly version: string; readonly build?: string } {
  const [, version, build] = DISPLAY.exec(text) ?? [];
  return version === undefined || build === undefined ? { version: text } : { version, build };
}

/** Whether a version of this name could be mistaken for the display form of another. */
export const isReserved = (version: string): boolean => DISPLAY.test(version);

/** Whether a build that was typed is the one of this content. */
export const buildMatches = (build: string | undefined, digest: Sha256): boolean =>
  build === undefined || digest.startsWith(build);

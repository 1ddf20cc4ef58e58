import semver from 'semver';

/** `2.4` of `2.4.1-rc.1`: versions are ordered along these lines. */
export const lineOf = (version: string): string => `${semver.major(version)}.${semver.minor(version)}`;

export const isGreater = (version: string, than: string): boolean => semver.gt(version, than);

export const higher = (known: string | undefined, version: string): string =>
  known !== undefined && semver.gt(known, version) ? known : version;

// One function each: the whole package is ten times as large, and every function that deploys would carry it.
import gt from 'semver/functions/gt.js';
import major from 'semver/functions/major.js';
import minor from 'semver/functions/minor.js';

/** `2.4` of `2.4.1-rc.1`: versions are ordered along these lines. */
export const lineOf = (version: string): string => `${major(version)}.${minor(version)}`;

export const isGreater = (version: string, than: string): boolean => gt(version, than);

export const higher = (known: string | undefined, version: string): string =>
  known !== undefined && gt(known, version) ? known : version;

import type { Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import { isReserved } from '../version/display.ts';
import { isGreater, lineOf } from '../version/order.ts';
import type { ConfigEvent } from './events.ts';
import type { ConfigState } from './evolve.ts';

export interface AddVersion {
  readonly at: Instant;
  readonly version: string;
  readonly digest: Sha256;
  /** Whether a version of this name exists. */
  readonly exists: boolean;
  /** States that the version is meant to be below another one, and why; null = it must be the highest of its line. */
  readonly lowerBecause: string | null;
}

/** Room in the head for about 300 lines of usual names. */
export const LINES_CHARACTERS = 10 * 1024;

/**
 * Takes a version name for ever.
 * @returns `config_unknown`; `invalid_request` for a name that reads like a display build; `version_exists`;
 * `version_not_greater` with the highest one of the line; `too_large` when the config has too many lines;
 * `content_erasing` while bytes of this digest are on their way out
 */
export function decideAddVersion(command: AddVersion, state: ConfigState): Decision<ConfigEvent> {
  const { at, version, digest, exists, lowerBecause } = command;
  if (!state.profile) return reject('config_unknown');
  if (isReserved(version))
    return reject('invalid_request', {
      errors: [
        {
          in: 'body',
          pointer: '/version',
          path: "$['version']",
          rule: 'reserved',
          message: 'ends like a display build (a dash and four hex characters)',
        },
      ],
    });
  if (exists) return reject('version_exists', { version });
  const erasing = state.erasures?.find((one) => one.digest === digest && at < one.until);
  if (erasing) return reject('content_erasing', { digest, until: erasing.until });
  const line = lineOf(version);
  const highest = state.lines[line];
  const lower = highest !== undefined && !isGreater(version, highest);
  if (lower && lowerBecause === null) return reject('version_not_greater', { line, highest });
  if (JSON.stringify({ ...state.lines, [line]: version }).length > LINES_CHARACTERS)
    return reject('too_large', { limit: LINES_CHARACTERS, what: 'major.minor lines of one config' });
  return accept({ type: 'VersionAdded', at, version, digest, justification: lower ? lowerBecause : null });
}

import type { GivenVerdict } from '../../core/verdicts/validation.ts';
import { displayOf } from '../../core/version/display.ts';
import { signatureOf, type VersionState } from '../../core/version/evolve.ts';
import type { Verdict, VersionResponse } from '../../schemas/version.ts';

/** A version as callers see it. The state must be of a version that exists. */
export function versionResponse(state: VersionState, revision: number): VersionResponse {
  const { profile, publishedAt, tags, verdicts, validation, revoked, erased } = state;
  if (!profile) throw new Error('the version does not exist');
  const { config, version, digest, sizeBytes, mediaType, author, schema, from, note, requiredVerdicts } = profile;
  const silent = requiredVerdicts.filter((check) => !verdicts.some((given) => given.check === check));
  return {
    config,
    version,
    display: displayOf(version, digest),
    digest,
    sizeBytes,
    mediaType,
    validation,
    signature: signatureOf(state),
    verdicts: [...verdicts.map(shown), ...silent.map((check): Verdict => ({ check, result: 'pending', findings: [] }))],
    tags: [...tags],
    ...(schema === null ? {} : { schema }),
    author,
    publishedAt,
    ...(from ? { from } : {}),
    ...(note === null ? {} : { note }),
    ...(revoked ? { revoked } : {}),
    ...(erased ? { erased } : {}),
    revision,
  };
}

const shown = ({ check, result, at, by, note, findings }: GivenVerdict): Verdict => ({
  check,
  result,
  at,
  ...(by === null ? {} : { by }),
  ...(note === null ? {} : { note }),
  findings: [...findings],
});

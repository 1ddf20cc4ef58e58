import type { ConfigState } from '../../core/config/evolve.ts';
import type { ConfigResponse } from '../../schemas/config.ts';

/** A config as callers see it. The state must be of a config that exists. */
export function configResponse(state: ConfigState, revision: number): ConfigResponse {
  const { profile, versions, latest, lines, createdBy, createdAt } = state;
  if (!profile) throw new Error('the config does not exist');
  const { schema, defaultStrategy, description, requiredVerdicts, ...plain } = profile;
  return {
    ...plain,
    requiredVerdicts: [...requiredVerdicts],
    ...(schema === null ? {} : { schema }),
    ...(defaultStrategy === null ? {} : { defaultStrategy }),
    ...(description === null ? {} : { description }),
    versions,
    ...(latest ? { latest } : {}),
    lines: { ...lines },
    createdBy,
    createdAt,
    revision,
  };
}

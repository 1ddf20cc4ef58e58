import type { CheckName, RailName } from '../../schemas/config.ts';
import type { Strategy } from '../../schemas/strategy.ts';
import type { Environment, Instant, Risk } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import { CHECKS, defaultVerdicts } from '../verdicts/checks.ts';
import type { ConfigEvent } from './events.ts';
import type { ConfigState } from './evolve.ts';

export interface CreateConfig {
  readonly at: Instant;
  readonly by: string;
  readonly name: string;
  readonly environment?: Environment | undefined;
  readonly kind: string;
  readonly rail: RailName;
  readonly schema?: string | undefined;
  readonly requiredVerdicts?: readonly CheckName[] | undefined;
  readonly defaultStrategy?: Strategy | undefined;
  readonly riskFloor: Risk;
  readonly owner?: string | undefined;
  readonly description?: string | undefined;
}

const ENVIRONMENT_OF: { readonly [suffix: string]: Environment } = {
  development: 'Development',
  staging: 'Staging',
  production: 'Production',
};

/**
 * Creates a config. Its name says service and environment, so both can never disagree with it.
 * @returns `already_exists`; `invalid_request` when `environment` is not the one of the name, or a demanded verdict
 * can never be given (the schema check without a schema)
 */
export function decideCreateConfig(command: CreateConfig, state: ConfigState): Decision<ConfigEvent> {
  const { at, by, name, kind, rail, riskFloor, owner, description, defaultStrategy } = command;
  if (state.profile) return reject('already_exists', { name });
  const [service = '', suffix = ''] = name.split('.');
  const environment = ENVIRONMENT_OF[suffix];
  if (!environment) return wrong('name', 'the name must end in .development, .staging or .production');
  if (command.environment !== undefined && command.environment !== environment)
    return wrong('environment', `a config named ${name} is of environment ${environment}`);
  const schema = command.schema ?? null;
  const requiredVerdicts = [...new Set(command.requiredVerdicts ?? defaultVerdicts({ schema, rail }))];
  const never = requiredVerdicts.find((check) => !CHECKS[check].possible({ schema, rail }));
  if (never) return wrong('requiredVerdicts', `nothing can give the verdict ${never}: the config has no ${never}`);
  return accept({
    type: 'ConfigCreated',
    at,
    by,
    name,
    service,
    environment,
    kind,
    rail,
    schema,
    requiredVerdicts,
    defaultStrategy: defaultStrategy ?? null,
    riskFloor,
    owner: owner ?? by,
    description: description ?? null,
  });
}

const wrong = (member: string, message: string) =>
  reject('invalid_request', {
    errors: [{ in: 'body', pointer: `/${member}`, path: `$['${member}']`, rule: 'contradiction', message }],
  });

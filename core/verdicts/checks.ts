import type { CheckName } from '../../schemas/config.ts';
import type { ConfigProfile } from '../config/events.ts';

interface Check {
  /** Automated checks run when a version is published and stop it when they fail; manual ones come later from people. */
  readonly kind: 'automated' | 'manual';
  /** Whether a config demands it when it does not say what it demands. */
  readonly byDefault: (profile: Pick<ConfigProfile, 'schema' | 'rail'>) => boolean;
  /** Whether it can say anything about versions of this config. */
  readonly possible: (profile: Pick<ConfigProfile, 'schema' | 'rail'>) => boolean;
}

const hasSchema: Check['possible'] = ({ schema }) => schema !== null;
const hasRail: Check['possible'] = ({ rail }) => rail !== 'default';

/**
 * Every check a version can get. This is where another one plugs in: a row here, and for an automated one its runner
 * in usecases/config/run-checks.ts, which does not compile without it.
 */
export const CHECKS = {
  schema: { kind: 'automated', byDefault: hasSchema, possible: hasSchema },
  rail: { kind: 'automated', byDefault: hasRail, possible: hasRail },
  review: { kind: 'manual', byDefault: () => false, possible: () => true },
} as const satisfies Record<CheckName, Check>;

export type AutomatedCheck = {
  [K in CheckName]: (typeof CHECKS)[K]['kind'] extends 'automated' ? K : never;
}[CheckName];

export const CHECK_NAMES = Object.keys(CHECKS) as readonly CheckName[];

export const isAutomated = (check: CheckName): check is AutomatedCheck => CHECKS[check].kind === 'automated';

/** What a config demands of its versions when it says nothing. */
export const defaultVerdicts = (profile: Pick<ConfigProfile, 'schema' | 'rail'>): CheckName[] =>
  CHECK_NAMES.filter((check) => CHECKS[check].byDefault(profile));

/** Automated checks that can run for versions of a config, demanded or not: a schema is there to be kept. */
export const automatedChecks = (profile: Pick<ConfigProfile, 'schema' | 'rail'>): AutomatedCheck[] =>
  CHECK_NAMES.filter(isAutomated).filter((check) => CHECKS[check].possible(profile));

import type { ConfigProfile } from '../../core/config/events.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { lintRail } from '../../core/rails/lint.ts';
import { type AutomatedCheck, automatedChecks } from '../../core/verdicts/checks.ts';
import type { GivenVerdict } from '../../core/verdicts/validation.ts';
import type { Finding } from '../../schemas/schema.ts';
import type { Instant } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import { checkAgainstSchema } from '../schema/check-against-schema.ts';
import type { Content } from './take-content.ts';

type CheckingWorld = Pick<World, 'streams' | 'authority' | 'blobs' | 'schemas'>;

const NOT_JSON: Finding = { pointer: '', path: '$', rule: 'type', message: 'only JSON content can be checked' };
const FINDINGS_SHOWN = 50;

/** One runner for each automated check of core/verdicts/checks.ts; no findings = passed. */
const RUNNERS: Record<
  AutomatedCheck,
  (world: CheckingWorld, profile: ConfigProfile, json: NonNullable<Content['json']>) => Promise<Outcome<Finding[]>>
> = {
  schema: (world, { schema }, { text }) => checkAgainstSchema(world, schema ?? '', text),
  rail: async (_world, { rail }, { value }) => done(lintRail(rail, value())),
};

/**
 * Runs every automated check that a config has. What fails is not published, so that no version name is lost on it.
 * @param json undefined for opaque bytes, which no check can read
 * @returns `schema_violation` with located errors (its `check` says which one), `schema_too_costly`
 */
export async function runChecks(
  world: CheckingWorld,
  profile: ConfigProfile,
  json: Content['json'],
  at: Instant,
): Promise<Outcome<GivenVerdict[]>> {
  const verdicts: GivenVerdict[] = [];
  for (const check of automatedChecks(profile)) {
    const findings = json === undefined ? done([NOT_JSON]) : await RUNNERS[check](world, profile, json);
    if (!findings.ok) return findings;
    if (findings.value.length > 0) {
      const errors = findings.value.slice(0, FINDINGS_SHOWN).map((finding) => ({ ...finding }));
      return reject(check === 'schema' ? 'schema_violation' : 'rail_violation', { check, errors });
    }
    verdicts.push({ check, result: 'passed', at, by: null, note: null, findings: [] });
  }
  return done(verdicts);
}

import type { CheckName } from '../../schemas/config.ts';
import type { Finding } from '../../schemas/schema.ts';
import type { Instant } from '../../schemas/words.ts';

/** What one check said about a version; silence is `pending`. */
export interface GivenVerdict {
  readonly check: CheckName;
  readonly result: 'passed' | 'failed';
  readonly at: Instant;
  /** null for automated checks. */
  readonly by: string | null;
  readonly note: string | null;
  readonly findings: readonly Finding[];
}

/**
 * `invalid` as soon as any check failed, demanded or not; `validated` when every demanded one has passed; else
 * `pending`. The newest word of a check counts.
 */
export function validationOf(
  required: readonly CheckName[],
  given: readonly Pick<GivenVerdict, 'check' | 'result'>[],
): 'pending' | 'validated' | 'invalid' {
  if (given.some(({ result }) => result === 'failed')) return 'invalid';
  const passed = new Set(given.map(({ check }) => check));
  return required.every((check) => passed.has(check)) ? 'validated' : 'pending';
}

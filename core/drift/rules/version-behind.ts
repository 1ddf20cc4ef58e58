import { type DriftRule, generationText } from '../rule.ts';

/**
 * A node runs another release than its directive says, and has had time to change that. A swap that failed is told
 * by its own rule, a release whose window has not begun is waited for.
 */
export const versionBehind: DriftRule = ({ at, desired, settled }, { running, swap }, open) => {
  if (desired?.digest === running?.digest || (!settled && !open('version_behind'))) return [];
  if (desired && (swap?.digest === desired.digest || (desired.effectiveFrom !== null && desired.effectiveFrom > at)))
    return [];
  const expected = desired ? generationText(desired.generation) : 'no release';
  const observed = running ? generationText(running.generation) : 'no release';
  return [{ kind: 'version', rule: 'version_behind', expected, observed, severity: 'medium' }];
};

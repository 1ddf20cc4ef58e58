import type { DriftFinding } from '../../../schemas/drift.ts';
import { DRIFT_KEPT } from './state.ts';

/** Two findings are the same as long as the rule, the config and what is expected are: what is observed may waver. */
export const sameFinding = (
  a: Pick<DriftFinding, 'rule' | 'config' | 'expected'>,
  b: Pick<DriftFinding, 'rule' | 'config' | 'expected'>,
): boolean => a.rule === b.rule && a.config === b.config && a.expected === b.expected;

/** Open findings after one was opened or resolved. */
export function driftAfter(
  open: readonly DriftFinding[],
  { type, finding }: { readonly type: 'DriftDetected' | 'DriftResolved'; readonly finding: DriftFinding },
): readonly DriftFinding[] {
  const rest = open.filter((other) => !sameFinding(other, finding));
  return type === 'DriftDetected' ? [...rest, finding].slice(0, DRIFT_KEPT) : rest;
}

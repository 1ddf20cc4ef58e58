import type { DriftFinding, DriftRuleName } from '../../schemas/drift.ts';
import { sameFinding } from '../node/record/drift-after.ts';
import { DRIFT_KEPT } from '../node/record/state.ts';
import type { DriftRule, Expected, Observed } from './rule.ts';
import { configDigestMismatch } from './rules/config-digest-mismatch.ts';
import { configMissing } from './rules/config-missing.ts';
import { cpuPressure } from './rules/cpu-pressure.ts';
import { memoryPressure } from './rules/memory-pressure.ts';
import { revokedContentRuns } from './rules/revoked-content-runs.ts';
import { swapFailed } from './rules/swap-failed.ts';
import { unknownConfigPresent } from './rules/unknown-config-present.ts';
import { versionBehind } from './rules/version-behind.ts';

/** The gravest first: a head has room for a few findings only. */
const RULES: readonly DriftRule[] = [
  swapFailed,
  revokedContentRuns,
  configDigestMismatch,
  configMissing,
  versionBehind,
  unknownConfigPresent,
  memoryPressure,
  cpuPressure,
];

/**
 * All that a check-in shows to be wrong with a node, at most {@link DRIFT_KEPT}. What is open already keeps its
 * `since` and its place, so that a flood of findings does not flicker.
 */
export function findDrift(
  expected: Expected,
  observed: Observed,
  open: readonly DriftFinding[],
): readonly DriftFinding[] {
  const isOpen = (rule: DriftRuleName): boolean => open.some((finding) => finding.rule === rule);
  const found = RULES.flatMap((rule) => rule(expected, observed, isOpen));
  const still = open.filter((finding) => found.some((other) => sameFinding(other, finding)));
  const fresh = found.filter((finding) => !still.some((other) => sameFinding(other, finding)));
  return [...still, ...fresh.map((finding) => ({ ...finding, since: expected.at }))].slice(0, DRIFT_KEPT);
}

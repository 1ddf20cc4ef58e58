import type { Strategy } from '../../../schemas/strategy.ts';
import { durationSeconds } from '../duration.ts';
import type { PhaseFormula } from './formula.ts';

/** One batch more each phase, until the plan has no nodes left; the formula itself has no end. */
export const rollingPhase = (
  { batchSize, batchInterval }: Extract<Strategy, { strategy: 'Rolling' }>,
  phase: number,
): PhaseFormula => ({
  through: { count: batchSize * phase },
  mode: 'activate',
  soakSeconds: durationSeconds(batchInterval),
});

import type { Strategy } from '../../../schemas/strategy.ts';
import { durationSeconds } from '../duration.ts';
import type { PhaseFormula } from './formula.ts';

const LADDER = [30, 50, 100] as const;

/** First the canary's share, then 30, 50 and 100 % as far as they are above it; 10 gives 10/30/50/100. */
export function canaryPhase(
  strategy: Extract<Strategy, { strategy: 'Canary' }>,
  phase: number,
): PhaseFormula | undefined {
  const { canaryPercentage, phaseInterval } = strategy;
  const percent = [canaryPercentage, ...LADDER.filter((rung) => rung > canaryPercentage)][phase - 1];
  if (percent === undefined) return undefined;
  return { through: { percent }, mode: 'activate', soakSeconds: durationSeconds(phaseInterval) };
}

import type { Strategy } from '../../../schemas/strategy.ts';
import { durationSeconds } from '../duration.ts';
import type { PhaseFormula } from './formula.ts';

/**
 * Green becomes resident everywhere and is read back, then all nodes switch at once; blue stays resident for
 * `keepBlueDuration`, so that going back needs no download.
 */
export function blueGreenPhase(
  { verificationPeriod, keepBlueDuration }: Extract<Strategy, { strategy: 'BlueGreen' }>,
  phase: number,
): PhaseFormula | undefined {
  const through = { percent: 100 };
  if (phase === 1) return { through, mode: 'preload', soakSeconds: durationSeconds(verificationPeriod) };
  if (phase === 2) return { through, mode: 'activate', soakSeconds: durationSeconds(keepBlueDuration) };
  return undefined;
}

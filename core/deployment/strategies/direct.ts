import type { PhaseFormula } from './formula.ts';

/** Everybody at once; over as soon as all have proven it. */
export const directPhase = (phase: number): PhaseFormula | undefined =>
  phase === 1 ? { through: { percent: 100 }, mode: 'activate', soakSeconds: 0 } : undefined;

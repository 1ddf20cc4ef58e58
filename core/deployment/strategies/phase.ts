import type { Strategy } from '../../../schemas/strategy.ts';
import { blueGreenPhase } from './blue-green.ts';
import { canaryPhase } from './canary.ts';
import { directPhase } from './direct.ts';
import type { PhaseFormula } from './formula.ts';
import { rollingPhase } from './rolling.ts';

/**
 * The formula of a strategy's phase (1, 2, …): a function, not a list, so that a thousand batches need no memory.
 * @returns undefined past the last phase
 */
export function phaseFormula(strategy: Strategy, phase: number): PhaseFormula | undefined {
  switch (strategy.strategy) {
    case 'Canary':
      return canaryPhase(strategy, phase);
    case 'BlueGreen':
      return blueGreenPhase(strategy, phase);
    case 'Rolling':
      return rollingPhase(strategy, phase);
    case 'Direct':
      return directPhase(phase);
  }
}

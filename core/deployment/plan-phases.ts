import type { PlannedPhase } from '../../schemas/deployment.ts';
import type { Strategy } from '../../schemas/strategy.ts';
import { coveredNodes } from './strategies/formula.ts';
import { phaseFormula } from './strategies/phase.ts';

/** Above every rank: whoever joins later is in as well. */
export const EVERYBODY = 'ffffffffffffffff';

/** More batches than this are a mistake in the batch size. */
export const PHASES_LIMIT = 10_000;

/**
 * Cuts the present nodes into phases: a phase's cutoff is the rank of its last node, so that shares are exact.
 * A phase that would add nobody is left out; a cluster without nodes is released to at once, there is nobody to
 * protect. The last phase takes everybody, whoever joins meanwhile too.
 * @param ranks of the online nodes that take part, ascending
 * @returns undefined when there would be more than `PHASES_LIMIT` phases
 */
export function planPhases(strategy: Strategy, ranks: readonly string[]): PlannedPhase[] | undefined {
  if (ranks.length === 0) return [{ phase: 1, mode: 'activate', nodes: 0, cutoff: EVERYBODY, soakSeconds: 0 }];
  const phases: PlannedPhase[] = [];
  for (let step = 1; ; step++) {
    const formula = phaseFormula(strategy, step);
    if (!formula) return phases;
    const { through, mode, soakSeconds } = formula;
    const nodes = coveredNodes(through, ranks.length);
    const previous = phases.at(-1);
    if (previous?.nodes === nodes && previous.mode === mode) continue;
    if (phases.length === PHASES_LIMIT) return undefined;
    const everybody = nodes === ranks.length;
    phases.push({
      phase: phases.length + 1,
      mode,
      nodes,
      cutoff: everybody ? EVERYBODY : (ranks[nodes - 1] ?? ''),
      soakSeconds,
    });
    if (everybody && 'count' in through) return phases;
  }
}

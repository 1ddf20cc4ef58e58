import type { Breach } from '../../schemas/deployment-report.ts';
import { chooseReference, findings, hasData, reportsHealth } from '../health/compare-cohorts.ts';
import { durationSeconds } from './duration.ts';
import type { Observation } from './observe.ts';
import type { DeploymentState } from './state.ts';

/** The candidate is worse than what it replaces: the evidence, or undefined. A preloaded release serves nobody yet. */
export function judgeHealth(state: DeploymentState, seen: Observation): Breach | undefined {
  const { strategy, baseline } = state;
  if (!strategy.healthCheckEnabled) return undefined;
  const { candidate, stable, nodes } = seen;
  const compared = chooseReference(stable, baseline, strategy.health);
  const found = findings({ candidate, nodes, policy: strategy.health, ...compared });
  return found.length > 0 ? breach(state, seen, found) : undefined;
}

/**
 * Whether silence stops a phase that is otherwise done. Left unstated, silence of a fleet that used to report is
 * suspicious (`hold`), and silence of one that never did is its nature (`pass`).
 * @param overSeconds since the soak ended
 * @returns `hold` until the hold deadline, then the evidence for going back; undefined = goes on
 */
export function judgeNoData(
  state: DeploymentState,
  seen: Observation,
  overSeconds: number,
): 'hold' | Breach | undefined {
  const { strategy, baseline, phase } = state;
  const { candidate, stable, nodes } = seen;
  if (!strategy.healthCheckEnabled || phase?.mode !== 'activate' || nodes.running === 0) return undefined;
  if (hasData(candidate, strategy.health)) return undefined;
  const known = [baseline, stable, candidate].some(reportsHealth);
  const policy = strategy.health.onNoData ?? (known ? 'hold' : 'pass');
  if (policy === 'pass') return undefined;
  const deadline = durationSeconds(strategy.health.holdDeadline);
  if (policy === 'hold' && overSeconds <= deadline) return 'hold';
  const limit = policy === 'hold' ? deadline : 0;
  return breach(state, seen, [
    {
      trigger: 'no_data',
      share: 'requests',
      candidate: overSeconds,
      reference: null,
      limit,
      unit: 'seconds',
      comparedWith: 'nothing',
    },
  ]);
}

const breach = (
  state: DeploymentState,
  { worst, candidate, stable }: Observation,
  found: Breach['findings'],
): Breach => ({
  phase: state.phase?.phase ?? 0,
  generation: state.generation ?? 0,
  findings: found.slice(0, 16),
  nodes: [...worst],
  samplesDropped: candidate.dropped + stable.dropped,
});

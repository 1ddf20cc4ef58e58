import type { PlannedPhase, Reason } from '../../schemas/deployment.ts';
import type { Strategy } from '../../schemas/strategy.ts';
import { done, type Outcome, reject } from '../decision.ts';
import { hasData, reportsHealth } from '../health/compare-cohorts.ts';
import { durationSeconds } from './duration.ts';
import { PHASES_LIMIT, planPhases } from './plan-phases.ts';
import { type Pace, predictedSeconds } from './predict.ts';
import type { Survey } from './survey.ts';

export interface Plan {
  readonly phases: readonly PlannedPhase[];
  readonly predictedSeconds: number;
  /** What one should know before starting. */
  readonly notes: readonly Reason[];
}

/** A deployment longer than this would outlive what it is compared with. */
const LONGEST_SECONDS = 366 * 86_400;

/**
 * The phases of a strategy over the nodes there are, or why it cannot succeed as written: a clear refusal now
 * instead of a deployment that is stuck later.
 * @returns `plan_infeasible` with all `reasons`
 */
export function planDeployment(strategy: Strategy, seen: Survey, pace: Pace): Outcome<Plan> {
  const phases = planPhases(strategy, seen.ranks);
  if (!phases)
    return reject('plan_infeasible', { reasons: [{ code: 'too_many_phases', detail: `more than ${PHASES_LIMIT}` }] });
  const seconds = predictedSeconds(phases, pace);
  const reasons = [
    ...tooLong(seconds),
    ...deadlines(strategy, seen, pace),
    ...metrics(strategy, seen),
    ...samples(strategy, seen, phases),
  ];
  if (reasons.length > 0) return reject('plan_infeasible', { reasons });
  return done({ phases, predictedSeconds: seconds, notes: notes(strategy, seen) });
}

/**
 * Phases for a deployment that must go on whatever the cluster looks like now: a rollback, and the rest of one that
 * is widened. Too many batches become one.
 */
export function planAnyway(strategy: Strategy, seen: Survey, pace: Pace): Plan {
  const phases = planPhases(strategy, seen.ranks) ?? planPhases({ ...strategy, strategy: 'Direct' }, seen.ranks) ?? [];
  return { phases, predictedSeconds: predictedSeconds(phases, pace), notes: notes(strategy, seen) };
}

const tooLong = (seconds: number): Reason[] =>
  seconds > LONGEST_SECONDS ? [{ code: 'too_long', detail: `${seconds} s` }] : [];

/** A deadline that passes before a node can even have heard of the phase fails every node. */
function deadlines(strategy: Strategy, { longestIntervalSeconds }: Survey, { checkInSeconds }: Pace): Reason[] {
  const hears = Math.max(longestIntervalSeconds, checkInSeconds);
  const deadline = durationSeconds(strategy.nodeDeadline);
  return deadline < 2 * hears
    ? [{ code: 'node_deadline_too_short', detail: `${deadline} s, nodes check in every ${hears} s` }]
    : [];
}

/** A rule about a counter that no node reports would never fire: an error now, not silence later. */
function metrics({ healthCheckEnabled, health }: Strategy, seen: Survey): Reason[] {
  if (!healthCheckEnabled || seen.ranks.length === 0) return [];
  return health.metrics.flatMap(({ metric }) =>
    seen.metrics.has(metric) ? [] : [{ code: 'metric_unknown', detail: metric }],
  );
}

/** At the traffic seen before, the smallest phase must be able to gather its minimum sample before its hold ends. */
function samples(
  { healthCheckEnabled, health }: Strategy,
  { baseline, ranks }: Survey,
  phases: readonly PlannedPhase[],
): Reason[] {
  const first = phases.find(({ mode }) => mode === 'activate');
  if (!healthCheckEnabled || !first || health.onNoData === 'pass' || ranks.length === 0) return [];
  if (baseline.seconds === 0 || baseline.requests === 0 || baseline.probesOk + baseline.probesFailed > 0) return [];
  const perSecond = (baseline.requests / baseline.seconds) * (first.nodes / ranks.length);
  const reachable = Math.floor(perSecond * (first.soakSeconds + durationSeconds(health.holdDeadline)));
  if (reachable >= health.minimumSample.requests) return [];
  return [
    {
      code: 'sample_unreachable',
      detail: `about ${reachable} requests in time, ${health.minimumSample.requests} needed`,
    },
  ];
}

function notes({ healthCheckEnabled, health }: Strategy, { baseline, ranks, offlineNodes }: Survey): Reason[] {
  return [
    ...(ranks.length === 0 ? [{ code: 'no_nodes_online' }] : []),
    ...(offlineNodes > 0 ? [{ code: 'nodes_offline', detail: String(offlineNodes) }] : []),
    ...(healthCheckEnabled && !reportsHealth(baseline) ? [{ code: 'no_health_reported' }] : []),
    ...(healthCheckEnabled && reportsHealth(baseline) && !hasData(baseline, health)
      ? [{ code: 'baseline_too_small' }]
      : []),
  ];
}

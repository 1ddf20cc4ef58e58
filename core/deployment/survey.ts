import type { PulseRelease, PulseRow } from '../../schemas/pulse.ts';
import { isStale } from '../drift/rules/stale.ts';
import { type CohortHealth, cohortHealth } from '../health/cohort.ts';
import { type NodeWindow, nodeWindow } from '../health/node-window.ts';
import { rankOf } from '../node/rank.ts';
import { isSameRelease } from '../pulse/release.ts';

/** Whom a plan is made for. */
export interface SurveyLens {
  readonly deploymentId: string;
  /** Unix seconds. */
  readonly now: number;
  readonly staleAfterSeconds: number;
  /** Nodes already on this release need no phase (widening); null = nobody is. */
  readonly candidate: PulseRelease | null;
}

/** Collects while folding; `survey` reads it out. */
export interface Roll {
  readonly online: string[];
  readonly alreadyOn: string[];
  offline: number;
  readonly windows: NodeWindow[];
  dropped: number;
  readonly metrics: Set<string>;
  longestIntervalSeconds: number;
}

export const blankRoll = (): Roll => ({
  online: [],
  alreadyOn: [],
  offline: 0,
  windows: [],
  dropped: 0,
  metrics: new Set(),
  longestIntervalSeconds: 0,
});

/** Adds one node, in place: it may see a hundred thousand rows. */
export function enlist(roll: Roll, row: PulseRow, lens: SurveyLens): Roll {
  if (isStale(row, lens.now, lens.staleAfterSeconds)) {
    roll.offline += 1;
    return roll;
  }
  roll.longestIntervalSeconds = Math.max(roll.longestIntervalSeconds, row.intervalSeconds);
  for (const metric of Object.keys(row.newest?.counts.custom ?? {})) roll.metrics.add(metric);
  if (isSameRelease(row, lens.candidate)) {
    roll.alreadyOn.push(row.node);
    return roll;
  }
  roll.online.push(row.node);
  const window = nodeWindow(row);
  if (window === 'contradictory') roll.dropped += 1;
  else if (window !== 'none') roll.windows.push(window);
  return roll;
}

/** The cluster as it is before the (rest of the) deployment. */
export interface Survey {
  /** Of the online nodes that take part, ascending. */
  readonly ranks: readonly string[];
  /** Sorted ids of the nodes a selector matched, null without selector. */
  readonly members: readonly string[] | null;
  readonly offlineNodes: number;
  readonly baseline: CohortHealth;
  /** Custom counters that some node reports. */
  readonly metrics: ReadonlySet<string>;
  readonly longestIntervalSeconds: number;
}

/**
 * @param matching online nodes that a selector matched, null without selector
 */
export function survey(
  roll: Roll,
  { deploymentId }: Pick<SurveyLens, 'deploymentId'>,
  matching: readonly string[] | null,
): Survey {
  return {
    ranks: (matching ?? roll.online).map((node) => rankOf(deploymentId, node)).sort(),
    members: matching && [...matching].sort(),
    offlineNodes: roll.offline,
    baseline: cohortHealth(roll.windows, roll.dropped),
    metrics: roll.metrics,
    longestIntervalSeconds: roll.longestIntervalSeconds,
  };
}

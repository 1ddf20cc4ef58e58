import { FAULTS } from '../faults.ts';
import type { Branch } from './decide-branches.ts';
import { UNREACHABLE } from './unreachable.ts';

/** What deployments can come to, and why they are refused: a long run must see all of it. */
const BRANCHES = [
  ...['Direct', 'Canary', 'BlueGreen', 'Rolling'].map((strategy) => `deployment: DeploymentStarted ${strategy}`),
  'deployment: DeploymentPlanned',
  'deployment: PhaseReleased',
  'deployment: PhaseProven',
  'deployment: PhaseAdvanced',
  'deployment: DeploymentWaiting',
  'deployment: DeploymentHeld partial_proven',
  'deployment: DeploymentHeld awaiting_promotion',
  'deployment: DeploymentHeld node_failed',
  'deployment: DeploymentPaused',
  'deployment: DeploymentResumed',
  'deployment: RunRenewed',
  'deployment: DeploymentWidened',
  'deployment: HealthBreached',
  'deployment: DeploymentRolledBack automatically',
  'deployment: DeploymentRolledBack by a person',
  'deployment: DeploymentStopped',
  'deployment: DeploymentHalted nothing_to_go_back_to',
  'deployment: DeploymentCompleted',
  'deployment: DeploymentReported',
  ...['plan', 'release-phase', 'assess', 'alert', 'roll-back', 'complete', 'report'].map(
    (step) => `crash at step: ${step}`,
  ),
  'refused: cluster_locked',
  'refused: content_pinned',
  'refused: deployment_not_running',
  'refused: nothing_to_go_back_to',
  'refused: approval_required',
  'refused: approval_stale',
  'refused: approval_by_author',
];

/** Everything that must have happened at least once, besides every branch of decide. */
const MUST_HAPPEN: readonly string[] = [...FAULTS, ...BRANCHES];
/** From this many seeds on, what never happened is a failure of the simulator. */
export const LONG_RUN = 200;

/** From this many on, nothing is too seldom. */
export const LONGEST_RUN = 3000;

/** Branches that take a race of two or three things within a second: `file: source line`. */
export const SELDOM: ReadonlySet<string> = new Set([]);

/** Faults, outcomes and branches of decide that never happened in so many seeds, and had to. */
export function missing(counts: ReadonlyMap<string, number>, branches: readonly Branch[], seeds: number): string[] {
  const excused = (place: string): boolean => UNREACHABLE.has(place) || (seeds < LONGEST_RUN && SELDOM.has(place));
  const idle = branches.filter(({ count, file, source }) => count === 0 && !excused(`${file}: ${source}`));
  return [
    ...MUST_HAPPEN.filter((name) => !counts.get(name)),
    ...idle.map(({ file, line, text }) => `${file}:${line} ${text}`),
  ];
}

import type { NodeCounts } from '../../schemas/deployment-node.ts';
import type { Breach } from '../../schemas/deployment-report.ts';
import type { PulseRelease, PulseRow } from '../../schemas/pulse.ts';
import { isStale } from '../drift/rules/stale.ts';
import { type CohortHealth, cohortHealth } from '../health/cohort.ts';
import { type NodeWindow, nodeWindow } from '../health/node-window.ts';
import { rankOf } from '../node/rank.ts';
import { isSameRelease } from '../pulse/release.ts';
import { type Expectation, gaveUp, nodeVerdict } from './verdict.ts';

/** What a look over the pulses of a cluster is for. */
export interface Lens extends Expectation {
  readonly deploymentId: string;
  /** What nodes run that are not in the deployment yet. */
  readonly stable: PulseRelease;
  /** Rank up to which nodes are in the present phase, '' for none. */
  readonly cutoff: string;
  /** Node ids a selector matched; null = everybody. */
  readonly members: ReadonlySet<string> | null;
}

type Worst = Breach['nodes'][number];

/** Collects while folding; `observation` reads it out. */
export interface Sight {
  readonly counts: { -readonly [K in keyof NodeCounts]: NodeCounts[K] };
  readonly candidate: NodeWindow[];
  readonly stable: NodeWindow[];
  readonly dropped: { candidate: number; stable: number };
  readonly nodes: { running: number; unhealthy: number; gaveUp: number };
  readonly worst: Worst[];
}

export const blankSight = (): Sight => ({
  counts: { expected: 0, applied: 0, failed: 0, overdue: 0, offline: 0, pending: 0 },
  candidate: [],
  stable: [],
  dropped: { candidate: 0, stable: 0 },
  nodes: { running: 0, unhealthy: 0, gaveUp: 0 },
  worst: [],
});

/** Whether a node belongs to the present phase: by rank, or because it runs the candidate and stays with it. */
export const inPhase = (row: Pick<PulseRow, 'node'> & PulseRelease, lens: Lens): boolean =>
  (lens.members === null || lens.members.has(row.node)) &&
  (isSameRelease(row, lens.release) || rankOf(lens.deploymentId, row.node) <= lens.cutoff);

/**
 * Adds one node. Cohorts are made by the release a node runs, never by assignment; stale nodes are in none.
 * Changes `sight` in place: it may see a hundred thousand rows.
 */
export function look(sight: Sight, row: PulseRow, lens: Lens): Sight {
  const mine = inPhase(row, lens);
  if (mine) {
    const verdict = nodeVerdict(row, lens);
    sight.counts[verdict] += 1;
    if (verdict !== 'offline') sight.counts.expected += 1;
  }
  if (isStale(row, lens.now, lens.staleAfterSeconds)) return sight;
  if (isSameRelease(row, lens.release)) lookAtCandidate(sight, row);
  else if (mine && gaveUp(row, lens)) {
    sight.nodes.gaveUp += 1;
    noteWorst(sight, row, undefined, true);
  } else if (isSameRelease(row, lens.stable)) collect(sight, 'stable', row);
  return sight;
}

function lookAtCandidate(sight: Sight, row: PulseRow): void {
  const window = collect(sight, 'candidate', row);
  sight.nodes.running += 1;
  if (row.unhealthy) sight.nodes.unhealthy += 1;
  if (row.unhealthy || (window?.errors ?? 0) + (window?.probesFailed ?? 0) > 0) noteWorst(sight, row, window);
}

function collect(sight: Sight, cohort: 'candidate' | 'stable', row: PulseRow): NodeWindow | undefined {
  const window = nodeWindow(row);
  if (window === 'none') return undefined;
  if (window === 'contradictory') {
    sight.dropped[cohort] += 1;
    return undefined;
  }
  sight[cohort].push(window);
  return window;
}

const WORST_KEPT = 20;

function noteWorst({ worst }: Sight, row: PulseRow, window: NodeWindow | undefined, swapFailed = false): void {
  const { requests = 0, errors = 0, probesFailed = 0 } = window ?? {};
  worst.push({ node: row.node, requests, errors, probesFailed, unhealthy: row.unhealthy, swapFailed });
  worst.sort((a, b) => badness(b) - badness(a));
  worst.splice(WORST_KEPT);
}

const badness = ({ errors, probesFailed, swapFailed }: Worst): number => errors + probesFailed + (swapFailed ? 1e9 : 0);

/** What was seen, merged. */
export interface Observation {
  readonly counts: NodeCounts;
  readonly candidate: CohortHealth;
  readonly stable: CohortHealth;
  readonly nodes: { readonly running: number; readonly unhealthy: number; readonly gaveUp: number };
  readonly worst: readonly Worst[];
}

export const observation = ({ counts, candidate, stable, dropped, nodes, worst }: Sight): Observation => ({
  counts,
  candidate: cohortHealth(candidate, dropped.candidate),
  stable: cohortHealth(stable, dropped.stable),
  nodes,
  worst,
});

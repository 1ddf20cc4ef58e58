import type { Reason } from '../../schemas/deployment.ts';
import type { NodeCounts } from '../../schemas/deployment-node.ts';
import type { Breach } from '../../schemas/deployment-report.ts';
import { durationSeconds } from './duration.ts';
import type { HeldFor } from './events.ts';
import { judgeHealth, judgeNoData } from './judge-health.ts';
import type { Observation } from './observe.ts';
import { type DeploymentState, phaseNumber, type ReleasedPhase } from './state.ts';

/** What to do now. `proven`: every node of the present phase has proven it, which is recorded once. */
export type Assessment =
  | { readonly decision: 'continue'; readonly phase: number; readonly proven: boolean; readonly counts: NodeCounts }
  | { readonly decision: 'complete'; readonly proven: boolean; readonly counts: NodeCounts }
  /** null for a breach that is recorded already: whoever recorded it did not come to undo it. */
  | { readonly decision: 'roll_back'; readonly breach: Breach | null }
  /** `waitSeconds` until the next look; `person` when only somebody's word can end it. */
  | {
      readonly decision: 'hold';
      readonly reasons: readonly Reason[];
      readonly proven: boolean;
      readonly waitSeconds: number;
      readonly person: HeldFor | null;
      readonly counts: NodeCounts;
    };

/** Reasons that are the normal course of things and leave no trace in the events. */
export const ROUTINE: readonly string[] = ['nodes_pending', 'soaking'];

export interface Moment {
  /** Unix milliseconds. */
  readonly nowMs: number;
  readonly assessSeconds: number;
}

/**
 * Decides how a running deployment goes on, from receipts and health alone. Unhealthy beats everything, also when it
 * has become well since; then the
 * nodes of the phase must have proven it, then it soaks, then there must be data, then it goes on.
 */
export function assess(state: DeploymentState, seen: Observation, { nowMs, assessSeconds }: Moment): Assessment {
  const { phase, plan } = state;
  if (!phase || !plan) return { decision: 'continue', phase: 1, proven: false, counts: seen.counts };
  if (state.breachedAt) return { decision: 'roll_back', breach: null };
  const breach = judgeHealth(state, seen);
  if (breach) return { decision: 'roll_back', breach };
  const { counts } = seen;
  const advanced = state.advanced >= phase.phase;
  const last = phase.phase === plan.phaseCount;
  const hold = (
    reasons: readonly Reason[],
    proven: boolean,
    person: HeldFor | null = null,
    seconds = assessSeconds,
  ): Assessment => ({
    decision: 'hold',
    reasons,
    proven,
    waitSeconds: Math.max(1, Math.ceil(Math.min(seconds, assessSeconds))),
    person,
    counts,
  });
  if (!advanced) {
    const unproven = unprovenReasons(state, counts, last);
    if (unproven.length > 0) return hold(unproven, false, stopsFor(state, counts) ? 'node_failed' : null);
    const left = soakLeft(phase, nowMs);
    if (left > 0) return hold([{ code: 'soaking' }], true, null, left);
    const noData = judgeNoData(state, seen, -left);
    if (noData === 'hold') return hold([{ code: 'no_data' }], true);
    if (noData) return { decision: 'roll_back', breach: noData };
    if (!last && !state.strategy.autoPromote) return hold([{ code: 'awaiting_promotion' }], true, 'awaiting_promotion');
  }
  if (!last) return { decision: 'continue', phase: phaseNumber(state) + 1, proven: !advanced, counts };
  if (state.selector) return hold([{ code: 'partial_proven' }], !advanced, 'partial_proven');
  return { decision: 'complete', proven: !advanced, counts };
}

const stopsFor = ({ strategy }: DeploymentState, { failed }: NodeCounts): boolean =>
  strategy.strategy === 'Rolling' && strategy.stopOnFailure && failed > 0;

/** Why the phase is not done. A rolling deployment told not to stop leaves bad nodes behind until its last batch. */
function unprovenReasons({ strategy, phase }: DeploymentState, counts: NodeCounts, last: boolean): Reason[] {
  const tolerant = strategy.strategy === 'Rolling' && !strategy.stopOnFailure && !last;
  const reason = (code: string, nodes: number): Reason[] => (nodes > 0 ? [{ code, detail: String(nodes) }] : []);
  return [
    ...reason('nodes_pending', counts.pending),
    ...(tolerant ? [] : [...reason('nodes_failed', counts.failed), ...reason('nodes_overdue', counts.overdue)]),
    // All of them gone is no proof: the release may be what took them down.
    ...(phase && phase.nodes > 0 && counts.applied === 0 && counts.offline > 0 ? [{ code: 'no_node_proven' }] : []),
  ];
}

/** Seconds of soak left; below zero, how long it has been over. Counted from the recorded proof. */
const soakLeft = ({ provenAt, soakSeconds }: ReleasedPhase, nowMs: number): number =>
  provenAt ? soakSeconds - (nowMs - Date.parse(provenAt)) / 1000 : soakSeconds;

/** Seconds a node has to prove its release. */
export const deadlineSeconds = ({ strategy }: Pick<DeploymentState, 'strategy'>): number =>
  durationSeconds(strategy.nodeDeadline);

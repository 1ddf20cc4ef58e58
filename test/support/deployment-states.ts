import type { DeploymentEvent } from '../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState, PlanRef } from '../../core/deployment/state.ts';
import { Strategy, type StrategyInput } from '../../schemas/strategy.ts';
import { T0 } from './cohort.ts';

export const DEPLOYMENT_ID = '00000000-0000-4000-8000-000000000001';
export const OTHER_ID = '00000000-0000-4000-8000-000000000002';
export const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();
export const strategyOf = (strategy: StrategyInput): Strategy => Strategy.parse(strategy);

export const PLAN: PlanRef = {
  phaseCount: 4,
  nodes: 10,
  offlineNodes: 0,
  predictedSeconds: 300,
  phases: [1, 3, 5, 10].map((nodes, index) => ({
    phase: index + 1,
    mode: 'activate',
    nodes,
    cutoff: `${nodes}`.padStart(16, '0'),
    soakSeconds: 60,
  })),
  blob: null,
  members: null,
};

export const started = (
  more: Partial<Extract<DeploymentEvent, { type: 'DeploymentStarted' }>> = {},
): DeploymentEvent => ({
  type: 'DeploymentStarted',
  at: at(-60),
  id: DEPLOYMENT_ID,
  cluster: 'payments.development',
  snapshot: { name: 'rates', revision: 1, digest: 'd'.repeat(64) },
  contentDigest: 'c'.repeat(64),
  strategy: strategyOf({ strategy: 'Direct' }),
  selector: null,
  rollbackOf: null,
  justification: null,
  startedBy: 'ada',
  traceId: '1'.repeat(32),
  ...more,
});
const planning = { run: 1, generation: 2, digest: 'd'.repeat(64), plan: PLAN, baseline: null, notes: [] };
export const planned: DeploymentEvent = { type: 'DeploymentPlanned', at: at(-59), ...planning };
/** The command that makes `planned` of a deployment that has just started. */
export const recordPlan = (when: string) => ({ type: 'RecordPlan', at: when, ...planning }) as const;
export const released = (phase: number): DeploymentEvent => ({
  type: 'PhaseReleased',
  at: at(-30),
  phase: { phase, mode: 'activate', cutoff: `${phase}`.padStart(16, '0'), nodes: 2, soakSeconds: 60 },
});
export const noCounts = { expected: 0, applied: 0, failed: 0, overdue: 0, offline: 0, pending: 0 };
export const provenEvent = (phase: number, seconds = 0): DeploymentEvent => ({
  type: 'PhaseProven',
  at: at(seconds),
  phase,
  counts: noCounts,
});

export const stateAfter = (...events: readonly DeploymentEvent[]): DeploymentState =>
  events.reduce(DEPLOYMENT.evolve, DEPLOYMENT.initial);

/** A running deployment of four phases in one of them; `provenAt` in seconds from T0. */
export function inPhase(
  more: Partial<DeploymentState> = {},
  { phase = 2, provenAt }: { phase?: number; provenAt?: number } = {},
): DeploymentState {
  const running = stateAfter(started(), planned, released(phase));
  const state = provenAt === undefined ? running : DEPLOYMENT.evolve(running, provenEvent(phase, provenAt));
  return { ...state, ...more };
}

import type { PlannedPhase, Reason } from '../../schemas/deployment.ts';
import type { NodeCounts } from '../../schemas/deployment-node.ts';
import type { Breach } from '../../schemas/deployment-report.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision, type Rejected, reject } from '../decision.ts';
import type { CohortHealth } from '../health/cohort.ts';
import type { DeploymentEvent, HeldFor } from './events.ts';
import { type DeploymentState, isOpen, type PlanRef, phaseNumber } from './state.ts';

/** What a run of the state machine (or the sweep, for health) says about a deployment; every command names its run. */
export type StepCommand =
  | {
      type: 'RecordPlan';
      at: Instant;
      run: number;
      generation: number;
      digest: Sha256;
      plan: PlanRef;
      baseline: CohortHealth | null;
      notes: readonly Reason[];
    }
  | { type: 'ReleasePhase'; at: Instant; run: number; phase: PlannedPhase }
  | { type: 'RecordProof'; at: Instant; run: number; phase: number; counts: NodeCounts }
  | { type: 'RecordWaiting'; at: Instant; run: number; phase: number; reasons: readonly Reason[]; counts: NodeCounts }
  | { type: 'Hold'; at: Instant; run: number; phase: number; reason: HeldFor; counts: NodeCounts }
  | { type: 'RecordBreach'; at: Instant; run: number; breach: Breach }
  | { type: 'RenewRun'; at: Instant; run: number }
  | { type: 'Complete'; at: Instant; run: number; counts: NodeCounts }
  | { type: 'Report'; at: Instant; run: number; executionMilliseconds: number | null; counts: NodeCounts };

/**
 * Steps come at least once and sometimes late: what is done already is accepted again without an event.
 * @returns `superseded` to an older run, `deployment_not_running` when a person or a rollback came first, or a breach,
 *   `phase_skipped` and `phase_unproven` when a phase is not the next one or the present one is not done
 */
export function decideStep(command: StepCommand, state: DeploymentState): Decision<DeploymentEvent> {
  const refusal = fence(command, state);
  if (refusal) return refusal;
  switch (command.type) {
    case 'RecordPlan': {
      if (state.plan) return accept();
      const { at, run, generation, digest, plan, baseline, notes } = command;
      return accept({ type: 'DeploymentPlanned', at, run, generation, digest, plan, baseline, notes });
    }
    case 'ReleasePhase':
      return decideRelease(command, state);
    case 'RecordProof':
      if (state.phase?.phase !== command.phase || state.phase.provenAt) return accept();
      return accept({ type: 'PhaseProven', at: command.at, phase: command.phase, counts: command.counts });
    case 'RecordWaiting': {
      if (codes(state.reasons) === codes(command.reasons)) return accept();
      const { at, phase, reasons, counts } = command;
      return accept({ type: 'DeploymentWaiting', at, phase, reasons, counts });
    }
    case 'Hold': {
      const { at, phase, reason, counts } = command;
      return accept({ type: 'DeploymentHeld', at, phase, reason, counts });
    }
    case 'RecordBreach':
      if (state.breachedAt) return accept();
      return accept({ type: 'HealthBreached', at: command.at, breach: command.breach });
    case 'RenewRun':
      return accept({ type: 'RunRenewed', at: command.at, run: state.run + 1 });
    case 'Complete':
      return decideComplete(command, state);
    case 'Report': {
      if (state.reported) return accept();
      const { at, executionMilliseconds, counts } = command;
      return accept({ type: 'DeploymentReported', at, outcome: state.status, executionMilliseconds, counts });
    }
  }
}

const ALLOWED: Record<StepCommand['type'], (state: DeploymentState) => boolean> = {
  RecordPlan: ({ status }) => status === 'planning' || status === 'running',
  ReleasePhase: ({ status }) => status === 'running',
  RecordProof: ({ status }) => status === 'running',
  RecordWaiting: ({ status }) => status === 'running',
  Hold: ({ status }) => status === 'running',
  // Health is looked at while a person thinks, too.
  RecordBreach: isOpen,
  RenewRun: ({ status }) => status === 'planning' || status === 'running',
  Complete: ({ status }) => status === 'running' || status === 'completed',
  Report: ({ status }) => status === 'completed',
};

function fence({ type, run }: StepCommand, state: DeploymentState): Rejected | undefined {
  if (!state.exists) return reject('deployment_unknown');
  if (run !== state.run) return reject('superseded', { run: state.run });
  if (!ALLOWED[type](state)) return reject('deployment_not_running', { status: state.status });
  return undefined;
}

function decideRelease(
  { at, phase }: Extract<StepCommand, { type: 'ReleasePhase' }>,
  state: DeploymentState,
): Decision<DeploymentEvent> {
  const current = phaseNumber(state);
  if (phase.phase <= current) return accept();
  if (phase.phase > current + 1) return reject('phase_skipped', { next: current + 1 });
  if (state.breachedAt) return reject('deployment_not_running', { status: state.status, reason: 'breached' });
  // Receipts end a phase, or a person's word; time never does.
  if (state.phase && !state.phase.provenAt && state.advanced < current)
    return reject('phase_unproven', { phase: current });
  return accept({ type: 'PhaseReleased', at, phase });
}

function decideComplete(
  { at, counts }: Extract<StepCommand, { type: 'Complete' }>,
  state: DeploymentState,
): Decision<DeploymentEvent> {
  if (state.status === 'completed') return accept();
  if (state.breachedAt) return reject('deployment_not_running', { status: state.status, reason: 'breached' });
  const current = phaseNumber(state);
  if (current !== state.plan?.phaseCount) return reject('phase_skipped', { next: current + 1 });
  if (!state.phase?.provenAt && state.advanced < current) return reject('phase_unproven', { phase: current });
  // Completed always means the whole cluster (design §5).
  if (state.selector) return reject('phase_unproven', { reason: 'partial_proven' });
  return accept({ type: 'DeploymentCompleted', at, counts });
}

const codes = (reasons: readonly Reason[]): string => reasons.map(({ code }) => code).join();

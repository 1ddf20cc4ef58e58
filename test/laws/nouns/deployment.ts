import fc from 'fast-check';
import { type CloseCommand, decideClose } from '../../../core/deployment/decide-close.ts';
import { type ControlCommand, decideControl } from '../../../core/deployment/decide-control.ts';
import { decideStep, type StepCommand } from '../../../core/deployment/decide-step.ts';
import type { DeploymentEvent } from '../../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import { type DeploymentState, type PlanRef, phaseNumber } from '../../../core/deployment/state.ts';
import type { Breach } from '../../../schemas/deployment-report.ts';
import { noCounts as counts, PLAN as FOUR, OTHER_ID, started } from '../../support/deployment-states.ts';
import { anyNoun, type Intention } from '../walk.ts';
import { mostly, words } from './words.ts';

type Said = Intention<DeploymentState, DeploymentEvent>;

const step = <T>(arbitrary: fc.Arbitrary<T>, command: (said: T, seen: DeploymentState, at: string) => object) =>
  fc.tuple(arbitrary, mostly).map(
    ([said, present]): Said =>
      (seen, at) => {
        const run = seen.run - (present ? 0 : 1);
        const bound = { at, run, ...command(said, seen, at) } as StepCommand;
        return (state) => decideStep(bound, state);
      },
  );
/** Two phases are soon over. */
const PLAN: PlanRef = { ...FOUR, phaseCount: 2, phases: FOUR.phases?.slice(0, 2) ?? null };
const nothing = fc.constant(null);
const reasons = fc.subarray(['nodes_overdue', 'nodes_failed', 'no_data']);
const breach = (phase: number): Breach => ({
  phase,
  generation: 2,
  findings: [
    {
      trigger: 'error_rate',
      share: 'requests',
      candidate: 0.5,
      reference: 0,
      limit: 0.05,
      unit: 'ratio',
      comparedWith: 'stable',
    },
  ],
  nodes: [],
  samplesDropped: 0,
});

const steps: Readonly<Record<StepCommand['type'], fc.Arbitrary<Said>>> = {
  RecordPlan: step(nothing, () => ({
    type: 'RecordPlan',
    generation: 2,
    digest: 'd'.repeat(64),
    plan: PLAN,
    baseline: null,
    notes: [],
  })),
  ReleasePhase: step(fc.constantFrom(1, 1, 1, 0, 2), (off, seen) => ({
    type: 'ReleasePhase',
    phase: PLAN.phases?.[phaseNumber(seen) + off - 1] ?? PLAN.phases?.[0],
  })),
  RecordProof: step(fc.constantFrom(0, 0, 0, 1), (off, seen) => ({
    type: 'RecordProof',
    phase: phaseNumber(seen) + off,
    counts,
  })),
  RecordWaiting: step(reasons, (codes, seen) => ({
    type: 'RecordWaiting',
    phase: phaseNumber(seen),
    reasons: codes.map((code) => ({ code })),
    counts,
  })),
  Hold: step(fc.constantFrom('partial_proven', 'awaiting_promotion', 'node_failed'), (reason, seen) => ({
    type: 'Hold',
    phase: phaseNumber(seen),
    reason,
    counts,
  })),
  RecordBreach: step(nothing, (_, seen) => ({ type: 'RecordBreach', breach: breach(phaseNumber(seen)) })),
  RenewRun: step(nothing, () => ({ type: 'RenewRun' })),
  Complete: step(nothing, () => ({ type: 'Complete', counts })),
  Report: step(fc.option(fc.nat()), (executionMilliseconds) => ({ type: 'Report', executionMilliseconds, counts })),
};

const control = (type: ControlCommand['type']): fc.Arbitrary<Said> =>
  words.map((justification) => (_, at) => (state) => decideControl({ type, at, justification }, state));
const controls: Readonly<Record<ControlCommand['type'], fc.Arbitrary<Said>>> = {
  Pause: control('Pause'),
  Resume: control('Resume'),
  Advance: control('Advance'),
  Widen: control('Widen'),
};

/** Rare, or no history would live long. */
const close = <T>(arbitrary: fc.Arbitrary<T>, command: (said: T, at: string) => CloseCommand) =>
  fc.tuple(arbitrary, fc.integer({ min: 1, max: 20 })).map(
    ([said, drawn]): Said =>
      ({ status }, at) => {
        const bound = command(said, at);
        const now = drawn === 1 || status === 'completed';
        return (state) => (now ? decideClose(bound, state) : { ok: true, events: [] });
      },
  );
const closes: Readonly<Record<CloseCommand['type'], fc.Arbitrary<Said>>> = {
  RollBack: close(
    fc.record({ by: fc.option(fc.constant(OTHER_ID)), automatic: fc.boolean(), justification: words }),
    (said, at) => ({ type: 'RollBack', at, ...said }),
  ),
  Stop: close(words, (justification, at) => ({ type: 'Stop', at, justification })),
  Halt: close(fc.boolean(), (automatic, at) => ({
    type: 'Halt',
    at,
    reason: { code: 'target_revoked' },
    automatic,
    justification: null,
  })),
};

export const deployment = anyNoun<DeploymentState, DeploymentEvent>({
  kind: DEPLOYMENT,
  commands: { ...steps, ...controls, ...closes },
  weights: {
    RecordPlan: 8,
    ReleasePhase: 30,
    RecordProof: 30,
    Resume: 12,
    Advance: 8,
    Complete: 24,
    Report: 12,
    Widen: 24,
    RollBack: 4,
    Halt: 4,
    Stop: 4,
  },
  begin: fc.boolean().map((partial) => [started({ selector: partial ? { matchLabels: { zone: 'eu' } } : null })]),
  histories: { number: 3000, longest: 50 },
  growing: ({ run, plan, phase }) => ({ run, ...(plan ? { [`phase of run ${run}`]: phase?.phase ?? 0 } : {}) }),
});

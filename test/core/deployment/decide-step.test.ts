import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, reject } from '../../../core/decision.ts';
import { decideStep, type StepCommand } from '../../../core/deployment/decide-step.ts';
import type { DeploymentEvent } from '../../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../../core/deployment/state.ts';
import {
  at,
  inPhase,
  noCounts,
  planned,
  provenEvent,
  recordPlan,
  released,
  started,
  stateAfter,
} from '../../support/deployment-states.ts';

const NOW = at(100);
const release = (phase: number, run = 1): StepCommand => ({
  type: 'ReleasePhase',
  at: NOW,
  run,
  phase: { phase, mode: 'activate', cutoff: 'f'.repeat(16), nodes: 10, soakSeconds: 60 },
});
const releasedNow = (phase: number): DeploymentEvent => ({
  type: 'PhaseReleased',
  at: NOW,
  phase: { phase, mode: 'activate', cutoff: 'f'.repeat(16), nodes: 10, soakSeconds: 60 },
});
const complete: StepCommand = { type: 'Complete', at: NOW, run: 1, counts: noCounts };
const breach: Extract<StepCommand, { type: 'RecordBreach' }> = {
  type: 'RecordBreach',
  at: NOW,
  run: 1,
  breach: { phase: 2, generation: 2, findings: [], nodes: [], samplesDropped: 0 },
};
const breached = (state: DeploymentState): DeploymentState =>
  DEPLOYMENT.evolve(state, { type: 'HealthBreached', at: NOW, breach: breach.breach });
const paused = DEPLOYMENT.evolve(inPhase(), { type: 'DeploymentPaused', at: NOW, justification: null });
const held = DEPLOYMENT.evolve(inPhase(), {
  type: 'DeploymentHeld',
  at: NOW,
  phase: 2,
  reason: 'partial_proven',
  counts: noCounts,
});

describe('a step', () => {
  it.each([
    {
      name: 'releases the next phase when the last receipt is there',
      when: release(3),
      state: inPhase({}, { provenAt: 0 }),
      expected: accept(releasedNow(3)),
    },
    {
      name: 'releases nothing after a breach',
      when: release(3),
      state: breached(inPhase({}, { provenAt: 0 })),
      expected: reject('deployment_not_running', { status: 'running', reason: 'breached' }),
    },
    {
      name: 'completes nothing after a breach',
      when: complete,
      state: breached(inPhase({}, { provenAt: 0 })),
      expected: reject('deployment_not_running', { status: 'running', reason: 'breached' }),
    },
    {
      name: 'waits for the last receipt',
      when: release(3),
      state: inPhase(),
      expected: reject('phase_unproven', { phase: 2 }),
    },
    {
      name: 'releases the next phase on a word of a person',
      when: release(3),
      state: inPhase({ advanced: 2 }),
      expected: accept(releasedNow(3)),
    },
    { name: 'ignores a phase released before', when: release(2), state: inPhase(), expected: accept() },
    {
      name: 'never skips a phase',
      when: release(4),
      state: inPhase({}, { provenAt: 0 }),
      expected: reject('phase_skipped', { next: 3 }),
    },
    {
      name: 'tells an older run that it is over',
      when: release(3),
      state: inPhase({ run: 2 }, { provenAt: 0 }),
      expected: reject('superseded', { run: 2 }),
    },
    {
      name: 'releases nothing while paused',
      when: release(3),
      state: paused,
      expected: reject('deployment_not_running', { status: 'paused' }),
    },
    {
      name: 'plans once',
      when: recordPlan(NOW) as StepCommand,
      state: inPhase(),
      expected: accept(),
    },
    {
      name: 'records a proof once',
      when: { type: 'RecordProof', at: NOW, run: 1, phase: 2, counts: noCounts } as StepCommand,
      state: inPhase({}, { provenAt: 0 }),
      expected: accept(),
    },
    {
      name: 'ignores a proof of an earlier phase',
      when: { type: 'RecordProof', at: NOW, run: 1, phase: 1, counts: noCounts } as StepCommand,
      state: inPhase(),
      expected: accept(),
    },
    {
      name: 'does not complete before the last phase',
      when: complete,
      state: inPhase({}, { provenAt: 0 }),
      expected: reject('phase_skipped', { next: 3 }),
    },
    {
      name: 'does not complete unproven',
      when: complete,
      state: inPhase({}, { phase: 4 }),
      expected: reject('phase_unproven', { phase: 4 }),
    },
    {
      name: 'never calls part of a cluster complete',
      when: complete,
      state: inPhase({ selector: { matchLabels: { zone: 'a' } } }, { phase: 4, provenAt: 0 }),
      expected: reject('phase_unproven', { reason: 'partial_proven' }),
    },
    {
      name: 'completes',
      when: complete,
      state: inPhase({}, { phase: 4, provenAt: 0 }),
      expected: accept({ type: 'DeploymentCompleted', at: NOW, counts: noCounts }),
    },
    {
      name: 'records a breach while a person thinks',
      when: breach,
      state: paused,
      expected: accept({
        type: 'HealthBreached',
        at: NOW,
        breach: { phase: 2, generation: 2, findings: [], nodes: [], samplesDropped: 0 },
      }),
    },
    { name: 'records one breach', when: breach, state: inPhase({ breachedAt: at(0) }), expected: accept() },
    {
      name: 'renews only what runs',
      when: { type: 'RenewRun', at: NOW, run: 1 } as StepCommand,
      state: held,
      expected: reject('deployment_not_running', { status: 'held' }),
    },
    {
      name: 'knows nothing of a deployment that is not there',
      when: complete,
      state: DEPLOYMENT.initial,
      expected: reject('deployment_unknown'),
    },
  ])('$name', ({ when, state, expected }) => expect(decideStep(when, state)).toStrictEqual(expected));

  it('does not repeat the same reasons to wait', () => {
    const waiting = (...codes: string[]): StepCommand => ({
      type: 'RecordWaiting',
      at: NOW,
      run: 1,
      phase: 2,
      reasons: codes.map((code) => ({ code })),
      counts: noCounts,
    });
    const state = inPhase({ reasons: [{ code: 'nodes_overdue', detail: '3' }] });
    expect(decideStep(waiting('nodes_overdue'), state)).toStrictEqual(accept());
    expect(decideStep(waiting(), state)).toStrictEqual(
      accept({ type: 'DeploymentWaiting', at: NOW, phase: 2, reasons: [], counts: noCounts }),
    );
  });
});

/** Deployments in any phase, proven, advanced or not, in any run. */
const anyRunning: fc.Arbitrary<DeploymentState> = fc
  .record({ phase: fc.integer({ min: 1, max: 4 }), proven: fc.boolean(), runs: fc.integer({ min: 1, max: 3 }) })
  .map(({ phase, proven, runs }) => {
    const phases = Array.from({ length: phase }, (_, index) => [
      released(index + 1),
      ...(index + 1 < phase || proven ? [provenEvent(index + 1)] : []),
    ]).flat();
    const renewals = Array.from(
      { length: runs - 1 },
      (_, index): DeploymentEvent => ({ type: 'RunRenewed', at: NOW, run: index + 2 }),
    );
    return stateAfter(started(), planned, ...phases, ...renewals);
  });

describe('laws', () => {
  it('a step obeyed twice changes nothing more', () =>
    fc.assert(
      fc.property(anyRunning, fc.constantFrom('release', 'proof', 'complete', 'breach'), (state, what) => {
        const { run } = state;
        const phase = state.phase?.phase ?? 0;
        const command: StepCommand =
          what === 'release'
            ? { ...release(phase + 1), run }
            : what === 'proof'
              ? { type: 'RecordProof', at: NOW, run, phase, counts: noCounts }
              : what === 'complete'
                ? { ...complete, run }
                : { ...breach, run };
        const first = decideStep(command, state);
        if (!first.ok) {
          expect(['phase_unproven', 'phase_skipped']).toContain(first.code);
          return;
        }
        expect(decideStep(command, first.events.reduce(DEPLOYMENT.evolve, state))).toStrictEqual(accept());
      }),
    ));

  it('phases are released one after the other and never again', () =>
    fc.assert(
      fc.property(anyRunning, fc.integer({ min: 1, max: 6 }), (state, phase) => {
        const decision = decideStep({ ...release(phase), run: state.run }, state);
        const events = decision.ok ? decision.events : [];
        for (const event of events)
          if (event.type === 'PhaseReleased') expect(event.phase.phase).toBe((state.phase?.phase ?? 0) + 1);
        expect(events.length).toBe(phase === (state.phase?.phase ?? 0) + 1 && state.phase?.provenAt ? 1 : 0);
      }),
    ));
});

import { describe, expect, it } from 'vitest';
import { reject } from '../../../core/decision.ts';
import { decideStep, type StepCommand } from '../../../core/deployment/decide-step.ts';
import type { DeploymentEvent } from '../../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import { DEPLOYMENT_STATUSES, type DeploymentStatus } from '../../../schemas/deployment.ts';
import {
  at,
  inPhase,
  noCounts,
  OTHER_ID,
  PLAN,
  planned,
  recordPlan,
  started,
  stateAfter,
} from '../../support/deployment-states.ts';

/* Which step may come in which status, and what each event makes of a deployment. */

const NOW = at(100);
const own = { at: NOW, run: 1, phase: 2, counts: noCounts };
const breach = { phase: 2, generation: 2, findings: [], nodes: [], samplesDropped: 0 };
const phase = { phase: 3, mode: 'activate', cutoff: 'f'.repeat(16), nodes: 10, soakSeconds: 60 } as const;
const COMMANDS: { readonly [Type in StepCommand['type']]: Extract<StepCommand, { type: Type }> } = {
  RecordPlan: recordPlan(NOW),
  ReleasePhase: { type: 'ReleasePhase', at: NOW, run: 1, phase },
  RecordProof: { type: 'RecordProof', ...own },
  RecordWaiting: { type: 'RecordWaiting', ...own, reasons: [{ code: 'nodes_failed' }] },
  Hold: { type: 'Hold', ...own, reason: 'node_failed' },
  RecordBreach: { type: 'RecordBreach', at: NOW, run: 1, breach },
  RenewRun: { type: 'RenewRun', at: NOW, run: 1 },
  Complete: { type: 'Complete', at: NOW, run: 1, counts: noCounts },
  Report: { type: 'Report', at: NOW, run: 1, executionMilliseconds: null, counts: noCounts },
};
const ALLOWED: { readonly [Type in StepCommand['type']]: readonly DeploymentStatus[] } = {
  RecordPlan: ['planning', 'running'],
  ReleasePhase: ['running'],
  RecordProof: ['running'],
  RecordWaiting: ['running'],
  Hold: ['running'],
  RecordBreach: ['planning', 'running', 'paused', 'held'],
  RenewRun: ['planning', 'running'],
  Complete: ['running', 'completed'],
  Report: ['completed'],
};
/** Ready for every step: its last phase is proven, so that only the status can be in the way. */
const ready = inPhase({}, { provenAt: 0 });

describe.each(Object.values(COMMANDS))('the step $type', (command) => {
  it.each(DEPLOYMENT_STATUSES)('in the status %s', (status) => {
    const state = command.type === 'Complete' ? inPhase({ status }, { phase: 4, provenAt: 0 }) : { ...ready, status };
    const decided = decideStep(command, state);
    if (ALLOWED[command.type].includes(status)) expect(decided.ok).toBe(true);
    else expect(decided).toStrictEqual(reject('deployment_not_running', { status }));
  });
});

describe('completing', () => {
  const last = inPhase({}, { phase: 4 });
  it.each([
    { name: 'without a plan', state: { ...last, plan: null }, code: 'phase_skipped' },
    { name: 'without a phase', state: { ...last, phase: null, plan: { ...PLAN, phaseCount: 0 } }, code: 'completed' },
    { name: 'in a phase that nobody proved', state: { ...last, advanced: 3 }, code: 'phase_unproven' },
    { name: 'in one that a person advanced', state: { ...last, advanced: 4 }, code: 'completed' },
  ])('$name: $code', ({ state, code }) => {
    const decided = decideStep(COMMANDS.Complete, state);
    expect(decided.ok ? 'completed' : decided.code).toBe(code);
  });
});

describe('an event', () => {
  const evolved = (event: DeploymentEvent, state = ready) => DEPLOYMENT.evolve(state, event);
  const waiting = { ...ready, reasons: [{ code: 'no_data' }] };
  const counts = { ...noCounts, applied: 2 };
  const reasons = [{ code: 'nodes_pending', detail: '1' }];
  it('says what a deployment waits for', () =>
    expect(evolved({ type: 'DeploymentWaiting', at: NOW, phase: 2, reasons, counts })).toStrictEqual({
      ...ready,
      reasons,
      counts,
    }));
  it('resumes where it was, or plans again', () => {
    const resumed: DeploymentEvent = { type: 'DeploymentResumed', at: NOW, run: 2, justification: null };
    const paused = { ...waiting, status: 'paused' } as const;
    expect(evolved(resumed, paused)).toStrictEqual({ ...ready, status: 'running', run: 2 });
    expect(evolved(resumed, { ...paused, plan: null })).toMatchObject({ status: 'planning', run: 2, reasons: [] });
  });
  it('halts it for a reason, and ends it', () => {
    const reason = { code: 'nothing_to_go_back_to' };
    const halted: DeploymentEvent = { type: 'DeploymentHalted', at: NOW, reason, automatic: true, justification: null };
    const ended = { baseline: null, endedAt: NOW };
    expect(evolved(halted, waiting)).toStrictEqual({ ...ready, ...ended, status: 'halted', reasons: [reason] });
    const stopped: DeploymentEvent = { type: 'DeploymentStopped', at: NOW, justification: null };
    expect(evolved(stopped, waiting)).toStrictEqual({ ...ready, ...ended, status: 'stopped' });
    const back = {
      type: 'DeploymentRolledBack',
      at: NOW,
      by: OTHER_ID,
      automatic: true,
      justification: 'bad',
    } as const;
    const rolledBack = { status: 'rolled_back', rolledBackBy: OTHER_ID };
    expect(evolved(back, waiting)).toStrictEqual({ ...ready, ...ended, ...rolledBack });
  });
  it('forgets what was waited for when a phase begins and when it is proven', () => {
    const { cutoff, ...rest } = phase;
    const begun = evolved({ type: 'PhaseReleased', at: NOW, phase: { cutoff, ...rest } }, waiting);
    expect(begun).toStrictEqual({ ...ready, phase: { ...phase, releasedAt: NOW, provenAt: null }, counts: null });
    expect(evolved({ type: 'PhaseProven', at: NOW, phase: 2, counts }, waiting)).toStrictEqual({
      ...ready,
      phase: ready.phase && { ...ready.phase, provenAt: NOW },
      counts,
    });
  });
  it('remembers what a breach was about', () => {
    const findings = [{ trigger: 'error_rate' }, { trigger: 'no_data' }] as never;
    expect(evolved({ type: 'HealthBreached', at: NOW, breach: { ...breach, findings } })).toStrictEqual({
      ...ready,
      breachedAt: NOW,
      breachTriggers: ['error_rate', 'no_data'],
    });
  });
  it('widens it to everybody, from the beginning', () => {
    const selector = { matchLabels: { zone: 'a' } };
    const widened: DeploymentEvent = { type: 'DeploymentWidened', at: NOW, run: 2, justification: null };
    const blank = { selector: null, plan: null, phase: null, advanced: 0, reasons: [] };
    expect(evolved(widened, { ...waiting, selector, advanced: 2 })).toStrictEqual({
      ...ready,
      ...blank,
      status: 'planning',
      run: 2,
    });
  });
  it('begins with nothing but what was started', () =>
    expect(stateAfter(started(), planned)).toMatchObject({
      ...{ exists: true, status: 'running', run: 1, startedAt: at(-60), reasons: [], breachTriggers: [] },
      ...{ breachedAt: null, rolledBackBy: null, endedAt: null, counts: null, advanced: 0 },
    }));
});

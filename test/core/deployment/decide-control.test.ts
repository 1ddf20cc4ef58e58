import { describe, expect, it } from 'vitest';
import { accept, reject } from '../../../core/decision.ts';
import { decideClose } from '../../../core/deployment/decide-close.ts';
import { decideControl } from '../../../core/deployment/decide-control.ts';
import type { DeploymentEvent, HeldFor } from '../../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import { at, inPhase, noCounts, OTHER_ID, planned, started, stateAfter } from '../../support/deployment-states.ts';

const NOW = at(100);
const why = 'the night shift said so';
const then = (...events: readonly DeploymentEvent[]) => events.reduce(DEPLOYMENT.evolve, inPhase());
const running = inPhase();
const planning = stateAfter(started());
const paused = then({ type: 'DeploymentPaused', at: NOW, justification: null });
const heldFor = (reason: HeldFor) => then({ type: 'DeploymentHeld', at: NOW, phase: 2, reason, counts: noCounts });
const completed = then({ type: 'DeploymentCompleted', at: NOW, counts: noCounts });
const stopped = then({ type: 'DeploymentStopped', at: NOW, justification: null });
const advanced: DeploymentEvent = { type: 'PhaseAdvanced', at: NOW, phase: 2, justification: why };
const resumed: DeploymentEvent = { type: 'DeploymentResumed', at: NOW, run: 2, justification: why };
const pausedEvent: DeploymentEvent = { type: 'DeploymentPaused', at: NOW, justification: why };

describe('a word of a person', () => {
  it.each([
    { name: 'pauses what runs', say: 'Pause', to: running, answer: accept(pausedEvent) },
    { name: 'pauses what is being planned', say: 'Pause', to: planning, answer: accept(pausedEvent) },
    { name: 'pauses once', say: 'Pause', to: paused, answer: accept() },
    {
      name: 'does not pause what is held',
      say: 'Pause',
      to: heldFor('partial_proven'),
      answer: reject('deployment_not_running', { status: 'held', heldFor: 'partial_proven' }),
    },
    {
      name: 'does not pause what has ended',
      say: 'Pause',
      to: completed,
      answer: reject('deployment_not_running', { status: 'completed' }),
    },
    { name: 'resumes as the next run', say: 'Resume', to: paused, answer: accept(resumed) },
    { name: 'resumes once', say: 'Resume', to: running, answer: accept() },
    {
      name: 'does not resume what is held',
      say: 'Resume',
      to: heldFor('node_failed'),
      answer: reject('deployment_not_running', { status: 'held', heldFor: 'node_failed' }),
    },
    { name: 'advances past nodes that do not answer', say: 'Advance', to: running, answer: accept(advanced) },
    { name: 'advances once', say: 'Advance', to: then(advanced), answer: accept() },
    {
      name: 'promotes, and the next run takes over',
      say: 'Advance',
      to: heldFor('awaiting_promotion'),
      answer: accept<DeploymentEvent>(advanced, resumed),
    },
    {
      name: 'goes on without the node that failed',
      say: 'Advance',
      to: heldFor('node_failed'),
      answer: accept<DeploymentEvent>(advanced, resumed),
    },
    {
      name: 'does not advance a proven part into the whole',
      say: 'Advance',
      to: heldFor('partial_proven'),
      answer: reject('deployment_not_running', { status: 'held', heldFor: 'partial_proven' }),
    },
    {
      name: 'advances nothing before the first phase',
      say: 'Advance',
      to: stateAfter(started(), planned),
      answer: reject('deployment_not_running', { status: 'running' }),
    },
    {
      name: 'widens what is held for that',
      say: 'Widen',
      to: heldFor('partial_proven'),
      answer: accept({ type: 'DeploymentWidened', at: NOW, run: 2, justification: why }),
    },
    {
      name: 'widens nothing else',
      say: 'Widen',
      to: running,
      answer: reject('deployment_not_running', { status: 'running' }),
    },
    {
      name: 'is for a deployment that exists',
      say: 'Pause',
      to: DEPLOYMENT.initial,
      answer: reject('deployment_unknown'),
    },
  ] as const)('$name', ({ say, to, answer }) =>
    expect(decideControl({ type: say, at: NOW, justification: why }, to)).toStrictEqual(answer),
  );

  it('widening plans anew, without selector, in the next run', () => {
    const widened = DEPLOYMENT.evolve(heldFor('partial_proven'), {
      type: 'DeploymentWidened',
      at: NOW,
      run: 2,
      justification: null,
    });
    expect(widened).toMatchObject({
      status: 'planning',
      run: 2,
      selector: null,
      plan: null,
      phase: null,
      generation: 2,
    });
  });
});

describe('going back', () => {
  const rollBack = { type: 'RollBack', at: NOW, by: OTHER_ID, automatic: false, justification: why } as const;
  const rolledBack: DeploymentEvent = { ...rollBack, type: 'DeploymentRolledBack' };
  it.each([
    { name: 'works while running', command: rollBack, state: running, answer: accept(rolledBack) },
    { name: 'works while paused', command: rollBack, state: paused, answer: accept(rolledBack) },
    { name: 'works while held', command: rollBack, state: heldFor('awaiting_promotion'), answer: accept(rolledBack) },
    { name: 'works after completion', command: rollBack, state: completed, answer: accept(rolledBack) },
    {
      name: 'works once',
      command: rollBack,
      state: then(rolledBack),
      answer: reject('deployment_not_running', { status: 'rolled_back' }),
    },
    {
      name: 'cannot withdraw what is completed',
      command: { ...rollBack, by: null },
      state: completed,
      answer: reject('deployment_not_running', { status: 'completed' }),
    },
    {
      name: 'by itself only with a recorded breach',
      command: { ...rollBack, automatic: true },
      state: running,
      answer: reject('deployment_not_running', { status: 'running', reason: 'not_breached' }),
    },
    {
      name: 'by itself with one',
      command: { ...rollBack, automatic: true },
      state: { ...running, breachedAt: NOW },
      answer: accept({ ...rolledBack, automatic: true }),
    },
    {
      name: 'stops what runs',
      command: { type: 'Stop', at: NOW, justification: null } as const,
      state: running,
      answer: accept({ type: 'DeploymentStopped', at: NOW, justification: null }),
    },
    {
      name: 'does not stop twice',
      command: { type: 'Stop', at: NOW, justification: null } as const,
      state: stopped,
      answer: reject('deployment_not_running', { status: 'stopped' }),
    },
    {
      name: 'does not stop what is completed',
      command: { type: 'Stop', at: NOW, justification: null } as const,
      state: completed,
      answer: reject('deployment_not_running', { status: 'completed' }),
    },
  ])('$name', ({ command, state, answer }) => expect(decideClose(command, state)).toStrictEqual(answer));
});

import { describe, expect, it } from 'vitest';
import { assess } from '../../../core/deployment/assess.ts';
import type { Observation } from '../../../core/deployment/observe.ts';
import { CANARY as canary, moment, observed } from '../../support/assessing.ts';
import { cohort } from '../../support/cohort.ts';
import { inPhase, noCounts, strategyOf } from '../../support/deployment-states.ts';

/* Whole assessments, field by field: what is recorded as proof, and the evidence that a breach carries. */

const WELL = cohort({ requests: 100, nodes: 8, dropped: 4 });
const applied = { ...noCounts, expected: 2, applied: 2 };
const seen = (some: Partial<Observation> = {}): Observation =>
  observed({ candidate: cohort({ requests: 100, nodes: 2, dropped: 3 }), stable: WELL, ...some });
const proven = inPhase({ strategy: canary }, { provenAt: 0 });
const last = inPhase({ strategy: canary }, { phase: 4, provenAt: 0 });
const hold = { decision: 'hold', waitSeconds: 15, person: null, counts: applied };

describe('whether the phase is proven', () => {
  const silent = seen({ candidate: cohort({ nodes: 2 }) });
  const byHand = strategyOf({ ...canary, autoPromote: false });
  const partial = { selector: { matchLabels: { zone: 'a' } } };
  it.each([
    { name: 'not before a first phase', state: { ...proven, phase: null }, seen: seen(), at: 0, isProven: false },
    { name: 'not before it was planned', state: { ...proven, plan: null }, seen: seen(), at: 0, isProven: false },
    {
      name: 'not while receipts are missing',
      state: proven,
      seen: seen({ counts: { ...applied, pending: 1 } }),
      at: 60,
      isProven: false,
    },
    { name: 'while it soaks', state: proven, seen: seen(), at: 1, isProven: true },
    { name: 'while data is missing', state: proven, seen: silent, at: 60, isProven: true },
    {
      name: 'while a person is waited for',
      state: { ...proven, strategy: byHand },
      seen: seen(),
      at: 60,
      isProven: true,
    },
    { name: 'when it goes on by itself', state: proven, seen: seen(), at: 60, isProven: true },
    { name: 'not when a person advanced it', state: { ...proven, advanced: 2 }, seen: seen(), at: 1, isProven: false },
    { name: 'when it completes by itself', state: last, seen: seen(), at: 60, isProven: true },
    {
      name: 'not when a person advanced the last one',
      state: { ...last, advanced: 4 },
      seen: seen(),
      at: 1,
      isProven: false,
    },
    { name: 'when a partial one is held', state: { ...last, ...partial }, seen: seen(), at: 60, isProven: true },
    {
      name: 'not when a person advanced a partial one',
      state: { ...last, ...partial, advanced: 4 },
      seen: seen(),
      at: 1,
      isProven: false,
    },
  ])('$name', ({ state, seen: shown, at, isProven }) => {
    const { counts } = shown;
    expect(assess(state, shown, moment(at))).toMatchObject({ proven: isProven, counts });
  });
});

describe('why the phase is not done', () => {
  const rolling = (stopOnFailure: boolean) =>
    strategyOf({ strategy: 'Rolling', batchSize: 1, batchInterval: 'PT1M', stopOnFailure, healthCheckEnabled: false });
  it('is told with the number of nodes, the pending ones first', () => {
    const counts = { ...noCounts, expected: 9, applied: 1, pending: 2, failed: 3, overdue: 4 };
    const reasons = [
      { code: 'nodes_pending', detail: '2' },
      { code: 'nodes_failed', detail: '3' },
      { code: 'nodes_overdue', detail: '4' },
    ];
    expect(assess(proven, seen({ counts }), moment(60))).toStrictEqual({ ...hold, reasons, proven: false, counts });
  });
  it.each([
    { name: 'a batch with a pending node stops for nobody', failed: 0, person: null },
    { name: 'with a failed one it stops for a person', failed: 1, person: 'node_failed' },
  ])('$name', ({ failed, person }) => {
    const state = inPhase({ strategy: rolling(true) }, { provenAt: 0 });
    const counts = { ...applied, pending: 1, failed };
    expect(assess(state, seen({ counts }), moment(60))).toMatchObject({ decision: 'hold', person });
  });
  it('a canary stops for nobody when a node failed', () =>
    expect(assess(proven, seen({ counts: { ...applied, failed: 1 } }), moment(60))).toMatchObject({ person: null }));
  it.each([
    { name: 'no node in the phase', nodes: 0, offline: 1 },
    { name: 'nobody offline', nodes: 2, offline: 0 },
  ])('nobody proved it, and that is no reason: $name', ({ nodes, offline }) => {
    const state = { ...proven, phase: proven.phase && { ...proven.phase, nodes } };
    const counts = { ...noCounts, offline };
    expect(assess(state, seen({ counts }), moment(60))).toMatchObject({ decision: 'continue' });
  });
});

describe('the evidence of a breach', () => {
  it('of silence is how long it lasted and how long it might have', () => {
    const strategy = (onNoData: 'hold' | 'fail') =>
      strategyOf({ ...canary, health: { ...canary.health, onNoData, holdDeadline: 'PT10M' } });
    const silent = seen({ candidate: cohort({ nodes: 2, dropped: 3 }) });
    const evidence = (limit: number, candidate: number) => ({
      decision: 'roll_back',
      breach: {
        phase: 2,
        generation: 2,
        findings: [
          {
            trigger: 'no_data',
            share: 'requests',
            candidate,
            reference: null,
            limit,
            unit: 'seconds',
            comparedWith: 'nothing',
          },
        ],
        nodes: [],
        samplesDropped: 7,
      },
    });
    expect(assess({ ...proven, strategy: strategy('hold') }, silent, moment(661))).toStrictEqual(evidence(600, 601));
    expect(assess({ ...proven, strategy: strategy('fail') }, silent, moment(61))).toStrictEqual(evidence(0, 1));
  });

  it('of errors names the worst nodes, and how many samples were left out', () => {
    const none = { requests: 100, errors: 50, probesFailed: 0, unhealthy: false, swapFailed: false };
    const worst = ['a', 'b'].map((node) => ({ node, ...none }));
    const bad = seen({ candidate: cohort({ requests: 100, errors: 50, nodes: 2, dropped: 3 }), worst });
    const breach = { phase: 2, generation: 2, nodes: worst, samplesDropped: 7 };
    expect(assess(proven, bad, moment(1))).toMatchObject({ decision: 'roll_back', breach });
    const unlooked = { ...proven, strategy: { ...canary, healthCheckEnabled: false } };
    expect(assess(unlooked, bad, moment(1))).toMatchObject({ decision: 'hold', reasons: [{ code: 'soaking' }] });
  });

  it.each([
    {
      name: 'health is not looked at',
      strategy: { ...canary, healthCheckEnabled: false },
      mode: 'activate',
      running: 2,
    },
    { name: 'a preloaded release serves nobody', strategy: canary, mode: 'preload', running: 2 },
    { name: 'no node runs it', strategy: canary, mode: 'activate', running: 0 },
  ] as const)('there is none of silence where $name', ({ strategy, mode, running }) => {
    const phase = proven.phase && { ...proven.phase, mode };
    const silent = seen({ candidate: cohort({ nodes: 2 }), nodes: { running, unhealthy: 0, gaveUp: 0 } });
    expect(assess({ ...proven, strategy, phase }, silent, moment(60))).toMatchObject({
      decision: 'continue',
      phase: 3,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { type Assessment, assess } from '../../../core/deployment/assess.ts';
import type { DeploymentState } from '../../../core/deployment/state.ts';
import type { NodeCounts } from '../../../schemas/deployment-node.ts';
import { CANARY as canary, moment, observed as seen } from '../../support/assessing.ts';
import { cohort } from '../../support/cohort.ts';
import { inPhase, strategyOf } from '../../support/deployment-states.ts';

const counts = (some: Partial<NodeCounts> = {}): NodeCounts => ({
  expected: 2,
  applied: 2,
  failed: 0,
  overdue: 0,
  offline: 0,
  pending: 0,
  ...some,
});
const proven = (more: Partial<DeploymentState> = {}) => inPhase({ strategy: canary, ...more }, { provenAt: 0 });
const brief = (assessment: Assessment) =>
  assessment.decision === 'hold'
    ? {
        hold: assessment.reasons.map(({ code }) => code),
        person: assessment.person,
        waitSeconds: assessment.waitSeconds,
      }
    : assessment.decision === 'continue'
      ? { continue: assessment.phase }
      : assessment.decision;

const hold = (codes: readonly string[], waitSeconds = 15, person: string | null = null) => ({
  hold: codes,
  person,
  waitSeconds,
});

describe('assess', () => {
  it.each([
    {
      name: 'waits for one receipt',
      state: inPhase({ strategy: canary }),
      seen: seen({ counts: counts({ applied: 1, pending: 1 }) }),
      at: 99,
      expected: hold(['nodes_pending']),
    },
    {
      name: 'starts the soak with the last receipt',
      state: inPhase({ strategy: canary }),
      seen: seen(),
      at: 99,
      expected: hold(['soaking']),
    },
    {
      name: 'looks again at the end of the soak, not later',
      state: proven(),
      seen: seen(),
      at: 50,
      expected: hold(['soaking'], 10),
    },
    { name: 'soaks to the last second', state: proven(), seen: seen(), at: 59.5, expected: hold(['soaking'], 1) },
    { name: 'goes on when the soak is over', state: proven(), seen: seen(), at: 60, expected: { continue: 3 } },
    {
      name: 'an overdue node is no success',
      state: proven(),
      seen: seen({ counts: counts({ applied: 1, overdue: 1 }) }),
      at: 999,
      expected: hold(['nodes_overdue']),
    },
    {
      name: 'a failed node is no success',
      state: proven(),
      seen: seen({ counts: counts({ applied: 1, failed: 1 }) }),
      at: 999,
      expected: hold(['nodes_failed']),
    },
    {
      name: 'an offline node holds nobody up',
      state: proven(),
      seen: seen({ counts: counts({ applied: 1, offline: 1 }) }),
      at: 60,
      expected: { continue: 3 },
    },
    {
      name: 'but a phase of which nobody is left is not proven',
      state: proven(),
      seen: seen({ counts: counts({ expected: 0, applied: 0, offline: 2 }) }),
      at: 60,
      expected: hold(['no_node_proven']),
    },
    {
      name: 'a node that fell back opens the phase again',
      state: proven(),
      seen: seen({ counts: counts({ applied: 1, pending: 1 }) }),
      at: 60,
      expected: hold(['nodes_pending']),
    },
    {
      name: 'a person can advance past all of that',
      state: proven({ advanced: 2 }),
      seen: seen({ counts: counts({ applied: 1, overdue: 1 }) }),
      at: 1,
      expected: { continue: 3 },
    },
    {
      name: 'without auto-promotion a person promotes',
      state: proven({ strategy: strategyOf({ ...canary, autoPromote: false }) }),
      seen: seen(),
      at: 60,
      expected: hold(['awaiting_promotion'], 15, 'awaiting_promotion'),
    },
    {
      name: 'the last phase completes',
      state: inPhase({ strategy: canary }, { phase: 4, provenAt: 0 }),
      seen: seen(),
      at: 60,
      expected: 'complete',
    },
    {
      name: 'a partial one is held instead',
      state: inPhase({ strategy: canary, selector: { matchLabels: { zone: 'a' } } }, { phase: 4, provenAt: 0 }),
      seen: seen(),
      at: 60,
      expected: hold(['partial_proven'], 15, 'partial_proven'),
    },
    {
      name: 'health beats even a person',
      state: proven({ advanced: 2 }),
      seen: seen({ candidate: cohort({ requests: 100, errors: 50, nodes: 2 }) }),
      at: 1,
      expected: 'roll_back',
    },
    {
      name: 'a breach that was recorded is not forgotten when all is well again',
      state: { ...proven(), breachedAt: '2026-11-22T09:30:00.000Z' },
      seen: seen(),
      at: 61,
      expected: 'roll_back',
    },
    {
      name: 'begins with phase 1',
      state: { ...proven(), phase: null },
      seen: seen(),
      at: 0,
      expected: { continue: 1 },
    },
  ])('$name', ({ state, seen, at, expected }) =>
    expect(brief(assess(state, seen, moment(at)))).toStrictEqual(expected),
  );
});

describe('rolling', () => {
  const rolling = (stopOnFailure: boolean) =>
    strategyOf({ strategy: 'Rolling', batchSize: 1, batchInterval: 'PT1M', stopOnFailure, healthCheckEnabled: false });
  const failed = seen({ counts: counts({ applied: 1, failed: 1 }) });
  it.each([
    {
      name: 'stops for a person when a node failed',
      stopOnFailure: true,
      phase: 2,
      expected: hold(['nodes_failed'], 15, 'node_failed'),
    },
    { name: 'leaves it behind when told so', stopOnFailure: false, phase: 2, expected: { continue: 3 } },
    { name: 'but does not call the last batch done', stopOnFailure: false, phase: 4, expected: hold(['nodes_failed']) },
  ])('$name', ({ stopOnFailure, phase, expected }) =>
    expect(
      brief(assess(inPhase({ strategy: rolling(stopOnFailure) }, { phase, provenAt: 0 }), failed, moment(60))),
    ).toStrictEqual(expected),
  );
});

describe('no data', () => {
  const silent = cohort({ nodes: 2 });
  const policy = (onNoData?: 'hold' | 'fail' | 'pass') =>
    strategyOf({ ...canary, health: { ...canary.health, onNoData, holdDeadline: 'PT10M' } });
  it.each([
    {
      name: 'holds by default in a fleet that reports',
      strategy: policy(),
      stable: 100,
      at: 60,
      expected: hold(['no_data']),
    },
    {
      name: 'passes by default in a fleet that never did',
      strategy: policy(),
      stable: 0,
      at: 60,
      expected: { continue: 3 },
    },
    { name: 'holds to the deadline', strategy: policy('hold'), stable: 0, at: 660, expected: hold(['no_data']) },
    { name: 'rolls back after it', strategy: policy('hold'), stable: 0, at: 661, expected: 'roll_back' },
    { name: 'fails at once when told so', strategy: policy('fail'), stable: 0, at: 60, expected: 'roll_back' },
    { name: 'passes when told so', strategy: policy('pass'), stable: 100, at: 60, expected: { continue: 3 } },
  ])('$name', ({ strategy, stable, at, expected }) =>
    expect(
      brief(
        assess(
          proven({ strategy }),
          seen({ candidate: silent, stable: cohort({ requests: stable, nodes: 8 }) }),
          moment(at),
        ),
      ),
    ).toStrictEqual(expected),
  );

  it.each([
    { name: 'one request below the minimum sample is no data', requests: 19, probesOk: 0, expected: hold(['no_data']) },
    { name: 'the minimum sample is data', requests: 20, probesOk: 0, expected: { continue: 3 } },
    { name: 'probes are data too', requests: 0, probesOk: 3, expected: { continue: 3 } },
    { name: 'too few probes are not', requests: 0, probesOk: 2, expected: hold(['no_data']) },
  ])('$name', ({ requests, probesOk, expected }) =>
    expect(
      brief(assess(proven(), seen({ candidate: cohort({ requests, probesOk, nodes: 2 }) }), moment(60))),
    ).toStrictEqual(expected),
  );
});
